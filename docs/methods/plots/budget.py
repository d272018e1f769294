"""Picture of equal shares, from seeded data: ``python docs/methods/plots/budget.py``."""

from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np

from zonestats.budget import equal_shares

PICTURES = Path(__file__).parent.parent / "pictures"


def shares() -> None:
    """Money behind each side under approvals alone and under equal shares."""
    ballots = np.array([[1] * 10 + [0] * 10] * 51 + [[0] * 10 + [1] * 10] * 49)
    fair = set(equal_shares([10] * 20, ballots, 100, completion="add1_greedy").chosen)
    most = set(range(10))
    figure, axis = plt.subplots(figsize=(5, 3))
    for at, (name, chosen) in enumerate((("most approvals", most), ("equal shares", fair))):
        left = 10 * sum(c < 10 for c in chosen)
        axis.barh(at, left, color="#0072b2", label="projects of the 51" if at == 0 else None)
        axis.barh(at, 10 * len(chosen) - left, left=left, color="#d55e00", label="projects of the 49" if at else None)
        axis.text(-2, at, name, ha="right", va="center")
    axis.set_yticks([])
    axis.set_xlabel("money spent")
    axis.legend()
    figure.savefig(PICTURES / "equal-shares.png", dpi=80, bbox_inches="tight")
    plt.close(figure)


if __name__ == "__main__":
    shares()
