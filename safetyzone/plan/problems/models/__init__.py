"""Problems with their evidence; plans with their measures; how a plan will be judged."""

from safetyzone.plan.problems.models.evaluation import Evaluation, Outcome
from safetyzone.plan.problems.models.plan import Effort, Plan, PlannedMeasure, PlanState
from safetyzone.plan.problems.models.problem import Evidence, EvidenceKind, GoalMeasure, Problem, ProblemState

__all__ = [
    "Effort",
    "Evaluation",
    "Evidence",
    "EvidenceKind",
    "GoalMeasure",
    "Outcome",
    "Plan",
    "PlanState",
    "PlannedMeasure",
    "Problem",
    "ProblemState",
]
