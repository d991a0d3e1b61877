# What `cmake --install` puts where: the runtime, the generator, the headers, and the package that find_package finds.
# The package names no absolute path; it may be moved as a whole.
include(CMakePackageConfigHelpers)

set(package_directory "${CMAKE_INSTALL_LIBDIR}/cmake/tagcache")
set(installed_targets tagcache)
if(NOT TAGCACHE_GENERATOR_EXECUTABLE)
  list(APPEND installed_targets tagcache_generator)
  if(BUILD_SHARED_LIBS)
    file(RELATIVE_PATH library_path "/${CMAKE_INSTALL_BINDIR}" "/${CMAKE_INSTALL_LIBDIR}")
    set_target_properties(tagcache_generator PROPERTIES INSTALL_RPATH "$ORIGIN/${library_path}")
  endif()
endif()

install(TARGETS ${installed_targets} EXPORT tagcache-targets
  RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}"
  LIBRARY DESTINATION "${CMAKE_INSTALL_LIBDIR}"
  ARCHIVE DESTINATION "${CMAKE_INSTALL_LIBDIR}"
  INCLUDES DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}")
install(DIRECTORY "${PROJECT_SOURCE_DIR}/runtime/include/" DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}")
install(FILES "${PROJECT_SOURCE_DIR}/schemas/tagcache.schema.json" DESTINATION "${CMAKE_INSTALL_DATADIR}/tagcache")
install(EXPORT tagcache-targets NAMESPACE tagcache:: DESTINATION "${package_directory}")

configure_package_config_file(
  "${PROJECT_SOURCE_DIR}/cmake/tagcache-config.cmake.in" "${PROJECT_BINARY_DIR}/tagcache-config.cmake"
  INSTALL_DESTINATION "${package_directory}")
write_basic_package_version_file("${PROJECT_BINARY_DIR}/tagcache-config-version.cmake" COMPATIBILITY SameMinorVersion)
install(FILES
  "${PROJECT_BINARY_DIR}/tagcache-config.cmake" "${PROJECT_BINARY_DIR}/tagcache-config-version.cmake"
  "${PROJECT_SOURCE_DIR}/cmake/TagcacheGenerate.cmake"
  DESTINATION "${package_directory}")
