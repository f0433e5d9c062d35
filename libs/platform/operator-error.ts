/**
 * An error whose message is written for whoever runs the program: what is wrong and what to do, free of personal data. Only such
 * messages reach the log and the health page; of any other error they show the kind, the code and the place.
 */
export class OperatorError extends Error {}
