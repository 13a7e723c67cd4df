# What `cmake --install` puts where, and the Debian package that scripts/package/build makes of it.
include(GNUInstallDirs)
set(DOCUMENTS ${CMAKE_INSTALL_DATADIR}/doc/tocsin)
set(HERE ${CMAKE_CURRENT_LIST_DIR})

install(TARGETS tocsin RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
file(GLOB documents ${CMAKE_SOURCE_DIR}/docs/*.md)
install(FILES ${documents} DESTINATION ${DOCUMENTS})
install(DIRECTORY ${CMAKE_SOURCE_DIR}/docs/examples DESTINATION ${DOCUMENTS} PATTERN tocsin.service EXCLUDE)

if(NOT TOCSIN_PACKAGE)
  return()
endif()

# tocsin(1) is a page of its own; tocsin.yaml(5) is docs/configuration.md with a manual's head.
find_program(LOWDOWN lowdown REQUIRED)
set(manuals ${CMAKE_BINARY_DIR}/manuals)
file(MAKE_DIRECTORY ${manuals})
set(to_manual "${LOWDOWN} -s -Tman --out-no-smarty | gzip -9n")
set(page ${CMAKE_SOURCE_DIR}/docs/man/tocsin.1.md)
add_custom_command(
  OUTPUT ${manuals}/tocsin.1.gz
  COMMAND sh -c "cat ${page} | ${to_manual} > tocsin.1.gz"
  WORKING_DIRECTORY ${manuals}
  DEPENDS ${page}
  VERBATIM)
set(head ${CMAKE_SOURCE_DIR}/docs/man/tocsin.yaml.5.head.md)
set(configuration ${CMAKE_SOURCE_DIR}/docs/configuration.md)
add_custom_command(
  OUTPUT ${manuals}/tocsin.yaml.5.gz
  COMMAND sh -c "{ cat ${head} && tail -n +2 ${configuration}; } | ${to_manual} > tocsin.yaml.5.gz"
  WORKING_DIRECTORY ${manuals}
  DEPENDS ${head} ${configuration}
  VERBATIM)
add_custom_target(manuals ALL DEPENDS ${manuals}/tocsin.1.gz ${manuals}/tocsin.yaml.5.gz)
install(FILES ${manuals}/tocsin.1.gz DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
install(FILES ${manuals}/tocsin.yaml.5.gz DESTINATION ${CMAKE_INSTALL_MANDIR}/man5)

set(completions ${CMAKE_BINARY_DIR}/completions)
file(MAKE_DIRECTORY ${completions})
foreach(shell bash zsh fish)
  add_custom_command(
    OUTPUT ${completions}/${shell}
    COMMAND tocsin completion ${shell} > ${completions}/${shell}
    DEPENDS tocsin)
  list(APPEND completion_files ${completions}/${shell})
endforeach()
add_custom_target(completions ALL DEPENDS ${completion_files})
install(FILES ${completions}/bash DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions RENAME tocsin)
install(FILES ${completions}/zsh DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/vendor-completions RENAME _tocsin)
install(FILES ${completions}/fish DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d RENAME tocsin.fish)

file(READ ${CMAKE_SOURCE_DIR}/docs/examples/tocsin.service unit)
string(REPLACE /usr/local/ /usr/ unit "${unit}")
string(REGEX REPLACE "^#[^\n]*\n" "" unit "${unit}")
file(WRITE ${CMAKE_BINARY_DIR}/package/tocsin.service "${unit}")
install(FILES ${CMAKE_BINARY_DIR}/package/tocsin.service DESTINATION lib/systemd/system)
install(FILES ${HERE}/sysusers.conf DESTINATION lib/sysusers.d RENAME tocsin.conf)
install(FILES ${HERE}/tocsin.yaml DESTINATION /etc/tocsin)
install(FILES ${HERE}/copyright DESTINATION ${DOCUMENTS})

install(FILES ${CMAKE_SOURCE_DIR}/CHANGELOG.md DESTINATION ${DOCUMENTS})
install(FILES ${CMAKE_BINARY_DIR}/tocsin.cdx.json DESTINATION ${DOCUMENTS})
configure_file(${HERE}/changelog ${CMAKE_BINARY_DIR}/package/changelog @ONLY)
execute_process(COMMAND gzip -9nf changelog WORKING_DIRECTORY ${CMAKE_BINARY_DIR}/package COMMAND_ERROR_IS_FATAL ANY)
install(FILES ${CMAKE_BINARY_DIR}/package/changelog.gz DESTINATION ${DOCUMENTS})

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(CPACK_PACKAGE_CONTACT "The Tocsin authors <tocsin@example.com>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "incidents and on-call in Slack")
set(CPACK_DEBIAN_PACKAGE_DESCRIPTION
    "A bot for Slack that takes /incident commands, pages whoever is on call by
phone, SMS, mail and push, escalates until somebody answers, reminds of
updates, and leaves a timeline, a post-mortem and a monthly report. It
reaches out to Slack by Socket Mode: nothing has to reach the machine.")
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION net)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_DEPENDS "systemd | systemd-standalone-sysusers | systemd-sysusers, tzdata")
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "ca-certificates")
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "libpq5")  # loaded where storage.url wants it
set(CPACK_DEBIAN_COMPRESSION_TYPE xz)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA ${HERE}/conffiles ${HERE}/postinst ${HERE}/prerm ${HERE}/postrm)
include(CPack)
