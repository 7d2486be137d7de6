# What every target of the project is compiled with, and how a core library is declared.

add_library(headscope_options INTERFACE)
target_compile_options(headscope_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual -Wcast-qual -Werror
  # With designated initialisers, a member that is left out is meant to have its default.
  -Wno-missing-field-initializers
  # False alarms of g++ 12 in std::string's operator+ (GCC bug 105651).
  $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>
  # Lets ccache see through precompiled headers.
  $<$<CXX_COMPILER_ID:GNU>:-fpch-preprocess>)
# No -march: the build must run on any x86-64. Highway chooses instructions when it runs.
# UBSan is for what is tested: in the tests' own code it doubled the time to compile Eigen.
if(HEADSCOPE_SANITIZE)
  target_compile_options(headscope_options INTERFACE
    -fsanitize=address -fno-omit-frame-pointer
    "$<IF:$<BOOL:$<TARGET_PROPERTY:HEADSCOPE_IS_TEST>>,-O0,-fsanitize=undefined;-fno-sanitize-recover=undefined>")
  target_link_options(headscope_options INTERFACE -fsanitize=address,undefined)
endif()

# headscope_core_library(NAME SOURCES … PUBLIC libs … PRIVATE libs …): the static library
# headscope_NAME of core/NAME. Headers are included as "NAME/header.h".
function(headscope_core_library name)
  cmake_parse_arguments(arg "" "" "SOURCES;PUBLIC;PRIVATE" ${ARGN})
  add_library(headscope_${name} STATIC ${arg_SOURCES})
  target_include_directories(headscope_${name} PUBLIC ${PROJECT_SOURCE_DIR}/core)
  target_link_libraries(headscope_${name} PUBLIC ${arg_PUBLIC} PRIVATE headscope_options ${arg_PRIVATE})
endfunction()
