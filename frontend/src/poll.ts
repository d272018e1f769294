// A poll's page: the questionnaire by ODK's engine, kept on this device until it has arrived.
import "./poll/poll.css";
import { begin } from "./poll/page";

void begin();
