#ifndef KEMBAR_PROCESSOR_H
#define KEMBAR_PROCESSOR_H

/// The highest level of x86-64 that the processor and the operating system support of 1, 3 and 4; 0 on another architecture.
int kembar_processor_level(void);

#endif
