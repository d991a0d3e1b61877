# tagcache_generate(TARGET <target> SCHEMAS <schema>... [INCLUDE_DIRECTORIES <directory>...])
#
# Makes the library <target> from schemas: a class, its tags and its source interface for each. <target> links
# tagcache::tagcache, and whoever links <target> finds the generated headers. See docs/cmake.md.
#
# The same file serves find_package(tagcache) and add_subdirectory.
cmake_policy(PUSH)
cmake_policy(VERSION 3.21)

set(TAGCACHE_GENERATOR_EXECUTABLE "" CACHE FILEPATH
    "A generator built elsewhere, for cross-compiling and sanitizer builds; empty: the one of this package")

function(tagcache_generate)
  cmake_parse_arguments(PARSE_ARGV 0 arg "" "TARGET" "SCHEMAS;INCLUDE_DIRECTORIES")
  if(NOT arg_TARGET OR NOT arg_SCHEMAS OR arg_UNPARSED_ARGUMENTS OR arg_KEYWORDS_MISSING_VALUES)
    message(FATAL_ERROR "write: tagcache_generate(TARGET <target> SCHEMAS <schema>... [INCLUDE_DIRECTORIES <directory>...])")
  endif()
  if(TARGET ${arg_TARGET})
    message(FATAL_ERROR "tagcache_generate makes the target '${arg_TARGET}', but there is one already: choose another name")
  endif()
  if(NOT TAGCACHE_GENERATOR_EXECUTABLE AND NOT TARGET tagcache::generator)
    message(FATAL_ERROR "there is no generator here: set TAGCACHE_GENERATOR_EXECUTABLE to the path of one")
  endif()

  set(directory "${CMAKE_CURRENT_BINARY_DIR}/tagcache/${arg_TARGET}")
  add_library(${arg_TARGET})
  target_link_libraries(${arg_TARGET} PUBLIC tagcache::tagcache)
  target_include_directories(${arg_TARGET} PUBLIC "$<BUILD_INTERFACE:${directory}>")
  foreach(include IN LISTS arg_INCLUDE_DIRECTORIES)
    get_filename_component(include "${include}" ABSOLUTE)
    target_include_directories(${arg_TARGET} PUBLIC "$<BUILD_INTERFACE:${include}>")
  endforeach()
  file(MAKE_DIRECTORY "${directory}")
  _tagcache_flags_file(${arg_TARGET} "${directory}.flags")
  foreach(schema IN LISTS arg_SCHEMAS)
    get_filename_component(schema "${schema}" ABSOLUTE)
    get_source_file_property(generated "${schema}" GENERATED)
    if(NOT EXISTS "${schema}" AND NOT generated)
      message(FATAL_ERROR "the schema '${schema}' does not exist")
    endif()
    _tagcache_generate_schema(${arg_TARGET} "${schema}" "${directory}")
  endforeach()
endfunction()

# The rules for one schema. The files themselves are by-products: they are written only when their text changes, and what
# includes them is built again only then. The stamp says when the generator last looked.
function(_tagcache_generate_schema target schema directory)
  get_filename_component(folder "${schema}" DIRECTORY)
  get_filename_component(name "${schema}" NAME)
  get_filename_component(stem "${schema}" NAME_WLE)
  if(NOT stem MATCHES "_cache$")
    string(APPEND stem "_cache")
  endif()
  set(files "${directory}/${stem}.hpp" "${directory}/${stem}.cpp")
  get_target_property(known ${target} SOURCES)
  if("${directory}/${stem}.cpp" IN_LIST known)
    message(FATAL_ERROR "two schemas of the target '${target}' would make ${stem}.cpp: give one another file name")
  endif()

  set(generator "${TAGCACHE_GENERATOR_EXECUTABLE}")
  set(generator_dependency "${TAGCACHE_GENERATOR_EXECUTABLE}")
  if(NOT generator)
    set(generator "$<TARGET_FILE:tagcache::generator>")
    set(generator_dependency tagcache::generator)
  endif()
  add_custom_command(
    OUTPUT "${directory}.${stem}.stamp"
    BYPRODUCTS ${files}
    COMMAND "${generator}" generate "${schema}" --out "${directory}" --flags-file "${directory}.flags"
            --depfile "${directory}.${stem}.d" --stamp "${directory}.${stem}.stamp"
    DEPENDS "${schema}" "${directory}.flags" ${generator_dependency}
    DEPFILE "${directory}.${stem}.d"
    COMMENT "Generating ${stem} from ${name}"
    VERBATIM)
  add_custom_target(${target}_${stem}_generate DEPENDS "${directory}.${stem}.stamp")
  add_dependencies(${target} ${target}_${stem}_generate)
  target_sources(${target} PRIVATE ${files})
  # Headers that the schema names are found beside it, by the generator and by the compiler.
  target_include_directories(${target} PUBLIC "$<BUILD_INTERFACE:${folder}>")
endfunction()

# The flags with which the target is compiled, one a line, those included that it gets from libraries which are linked to
# it later. With several configurations those of the first one.
function(_tagcache_flags_file target path)
  set(includes "$<TARGET_PROPERTY:${target},INCLUDE_DIRECTORIES>")
  set(definitions "$<TARGET_PROPERTY:${target},COMPILE_DEFINITIONS>")
  set(options "$<TARGET_PROPERTY:${target},COMPILE_OPTIONS>")
  set(features "$<TARGET_PROPERTY:${target},COMPILE_FEATURES>")
  set(standard "$<TARGET_PROPERTY:${target},CXX_STANDARD>")
  string(TOUPPER "${CMAKE_BUILD_TYPE}" build_type)
  separate_arguments(global UNIX_COMMAND "${CMAKE_CXX_FLAGS} ${CMAKE_CXX_FLAGS_${build_type}}")
  if(CMAKE_SYSROOT)
    list(APPEND global "--sysroot=${CMAKE_SYSROOT}")
  endif()
  if(CMAKE_CXX_COMPILER_TARGET)
    list(APPEND global "--target=${CMAKE_CXX_COMPILER_TARGET}")
  endif()
  set(lines
    "-std=c++20"
    "$<$<BOOL:${standard}>:-std=c++${standard}>"
    "$<$<IN_LIST:cxx_std_23,${features}>:-std=c++23>"
    "$<$<IN_LIST:cxx_std_26,${features}>:-std=c++26>"
    ${global}
    "$<$<BOOL:${options}>:$<JOIN:${options},\n>>"
    "$<$<BOOL:${definitions}>:-D$<JOIN:${definitions},\n-D>>"
    "$<$<BOOL:${includes}>:-I$<JOIN:${includes},\n-I>>")
  list(JOIN lines "\n" text)
  set(condition "$<COMPILE_LANGUAGE:CXX>")
  if(CMAKE_CONFIGURATION_TYPES)
    list(GET CMAKE_CONFIGURATION_TYPES 0 first)
    set(condition "$<AND:${condition},$<CONFIG:${first}>>")
  endif()
  file(GENERATE OUTPUT "${path}" CONTENT "${text}\n" CONDITION "${condition}" TARGET ${target})
endfunction()

cmake_policy(POP)
