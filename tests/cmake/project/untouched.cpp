// Includes nothing generated: never built a second time.
int untouched();
int untouched() { return 0; }
