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

# Completions and the man page are what the generator prints about itself.
if(NOT TAGCACHE_GENERATOR_EXECUTABLE)
  set(about "${PROJECT_BINARY_DIR}/about")
  # write_about(<path below share> <words for the generator>...)
  function(write_about path)
    get_filename_component(folder "${path}" DIRECTORY)
    file(MAKE_DIRECTORY "${about}/${folder}")
    add_custom_command(OUTPUT "${about}/${path}"
      COMMAND tagcache::generator ${ARGN} > "${about}/${path}"
      DEPENDS tagcache::generator VERBATIM)
    set_property(DIRECTORY APPEND PROPERTY tagcache_about "${about}/${path}")
  endfunction()
  write_about(bash-completion/completions/tagcache completion bash)
  write_about(zsh/site-functions/_tagcache completion zsh)
  write_about(fish/vendor_completions.d/tagcache.fish completion fish)
  write_about(man/man1/tagcache.1 man)
  get_property(files DIRECTORY PROPERTY tagcache_about)
  add_custom_target(tagcache_about ALL DEPENDS ${files} COMMENT "Printing completions and the man page")
  install(DIRECTORY "${about}/" DESTINATION "${CMAKE_INSTALL_DATADIR}")
endif()
