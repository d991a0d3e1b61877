# The flags with which the generator reads the user's headers: those of the target, as CMake would give them to the compiler.

# Writes them to `path`, one a line; those of libraries that are linked later are among them. With several configurations
# those of the first one.
function(_tagcache_flags_file target path)
  # An empty item, left by a condition that does not hold, would be a flag that eats the next one.
  foreach(property IN ITEMS INCLUDE_DIRECTORIES COMPILE_DEFINITIONS COMPILE_OPTIONS)
    set(${property} "$<FILTER:$<TARGET_PROPERTY:${target},${property}>,EXCLUDE,^$>")
  endforeach()
  set(features "$<TARGET_PROPERTY:${target},COMPILE_FEATURES>")
  # A target, or its flags, may ask for an older standard than its features need; CMake then gives the newer one.
  set(standard "$<TARGET_PROPERTY:${target},CXX_STANDARD>")
  set(is_newer "$<AND:$<VERSION_GREATER:${standard},20>,$<VERSION_LESS:${standard},98>>")
  set(extensions "$<TARGET_PROPERTY:${target},CXX_EXTENSIONS>")
  set(dialect "$<IF:$<OR:$<STREQUAL:${extensions},>,$<BOOL:${extensions}>>,gnu,c>")
  _tagcache_project_flags(project_flags)
  set(lines
    ${project_flags}
    "$<$<BOOL:${COMPILE_OPTIONS}>:$<JOIN:${COMPILE_OPTIONS},\n>>"
    "$<$<BOOL:${COMPILE_DEFINITIONS}>:-D$<JOIN:${COMPILE_DEFINITIONS},\n-D>>"
    "$<$<BOOL:${INCLUDE_DIRECTORIES}>:-I$<JOIN:${INCLUDE_DIRECTORIES},\n-I>>"
    "-std=${dialect}++20"
    "$<${is_newer}:-std=${dialect}++${standard}>"
    "$<$<IN_LIST:cxx_std_23,${features}>:-std=${dialect}++23>"
    "$<$<IN_LIST:cxx_std_26,${features}>:-std=${dialect}++26>")
  list(JOIN lines "\n" text)
  set(condition "$<COMPILE_LANGUAGE:CXX>")
  if(CMAKE_CONFIGURATION_TYPES)
    list(GET CMAKE_CONFIGURATION_TYPES 0 first)
    set(condition "$<AND:${condition},$<CONFIG:${first}>>")
  endif()
  file(GENERATE OUTPUT "${path}" CONTENT "${text}\n" CONDITION "${condition}" TARGET ${target})
endfunction()

# What the project says for all its targets, and where the compiler of the project takes its headers from.
function(_tagcache_project_flags output)
  set(configuration "${CMAKE_BUILD_TYPE}")
  if(CMAKE_CONFIGURATION_TYPES)
    list(GET CMAKE_CONFIGURATION_TYPES 0 configuration)
  endif()
  string(TOUPPER "${configuration}" configuration)
  _tagcache_compiler_flags(flags)
  separate_arguments(said UNIX_COMMAND "${CMAKE_CXX_FLAGS} ${CMAKE_CXX_FLAGS_${configuration}}")
  set(${output} ${flags} ${said} PARENT_SCOPE)
endfunction()

# The machine that the compiler compiles for, and the GCC whose standard library it takes: Clang would guess both from the
# machine that it runs on.
function(_tagcache_compiler_flags output)
  get_property(flags GLOBAL PROPERTY TAGCACHE_COMPILER_FLAGS)
  get_property(known GLOBAL PROPERTY TAGCACHE_COMPILER_FLAGS SET)
  if(known)
    set(${output} ${flags} PARENT_SCOPE)
    return()
  endif()
  if(CMAKE_SYSROOT)
    list(APPEND flags "--sysroot=${CMAKE_SYSROOT}")
  endif()
  set(machine "${CMAKE_CXX_COMPILER_TARGET}")
  if(NOT machine AND CMAKE_CROSSCOMPILING)
    _tagcache_ask_compiler(machine -dumpmachine)
  endif()
  if(machine)
    list(APPEND flags "--target=${machine}")
  endif()
  if(CMAKE_CXX_COMPILER_EXTERNAL_TOOLCHAIN)
    list(APPEND flags "--gcc-toolchain=${CMAKE_CXX_COMPILER_EXTERNAL_TOOLCHAIN}")
  elseif(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    _tagcache_ask_compiler(library -print-libgcc-file-name)
    get_filename_component(folder "${library}" DIRECTORY)
    if(EXISTS "${folder}/crtbegin.o")
      list(APPEND flags "--gcc-install-dir=${folder}")
    endif()
  endif()
  set_property(GLOBAL PROPERTY TAGCACHE_COMPILER_FLAGS ${flags})
  set(${output} ${flags} PARENT_SCOPE)
endfunction()

# Empty when the compiler does not know the question.
function(_tagcache_ask_compiler output question)
  separate_arguments(flags UNIX_COMMAND "${CMAKE_CXX_COMPILER_ARG1}")
  execute_process(COMMAND "${CMAKE_CXX_COMPILER}" ${flags} ${question}
    RESULT_VARIABLE result OUTPUT_VARIABLE answer ERROR_QUIET OUTPUT_STRIP_TRAILING_WHITESPACE)
  if(result)
    set(answer "")
  endif()
  set(${output} "${answer}" PARENT_SCOPE)
endfunction()
