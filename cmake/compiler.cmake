# What every target of the project is compiled with, and how a core library is declared.

add_library(headscope_warnings INTERFACE)
target_compile_options(headscope_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual -Wcast-qual -Werror
  # With designated initialisers, a member that is left out is meant to have its default.
  -Wno-missing-field-initializers
  # False alarms of g++ 12 in std::string's operator+ (GCC bug 105651).
  $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>
  # Lets ccache see through precompiled headers.
  $<$<CXX_COMPILER_ID:GNU>:-fpch-preprocess>)

add_library(headscope_address_sanitizer INTERFACE)
add_library(headscope_sanitizers INTERFACE)
add_library(headscope_fuzzed INTERFACE)  # what libFuzzer watches: core
set(HEADSCOPE_FUZZ OFF)
if(HEADSCOPE_SANITIZE)
  target_compile_options(headscope_address_sanitizer INTERFACE
    -fsanitize=address -fno-omit-frame-pointer)
  target_compile_options(headscope_sanitizers INTERFACE
    -fsanitize=undefined -fno-sanitize-recover=undefined)
  target_link_options(headscope_address_sanitizer INTERFACE -fsanitize=address,undefined)
  if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
    set(HEADSCOPE_FUZZ ON)
    target_compile_options(headscope_fuzzed INTERFACE -fsanitize=fuzzer-no-link)
  endif()
endif()
target_link_libraries(headscope_sanitizers INTERFACE headscope_address_sanitizer)

# No -march: the build must run on any x86-64. Highway chooses instructions when it runs.
add_library(headscope_options INTERFACE)
target_link_libraries(headscope_options INTERFACE headscope_warnings headscope_sanitizers)

# headscope_core_library(NAME SOURCES … PUBLIC libs … PRIVATE libs …): the static library
# headscope_NAME of core/NAME. Headers are included as "NAME/header.h".
function(headscope_core_library name)
  cmake_parse_arguments(arg "" "" "SOURCES;PUBLIC;PRIVATE" ${ARGN})
  add_library(headscope_${name} STATIC ${arg_SOURCES})
  set_target_properties(headscope_${name} PROPERTIES UNITY_BUILD_BATCH_SIZE 0)
  target_include_directories(headscope_${name} PUBLIC ${PROJECT_SOURCE_DIR}/core)
  target_link_libraries(headscope_${name} PUBLIC ${arg_PUBLIC} PRIVATE headscope_options headscope_fuzzed ${arg_PRIVATE})
endfunction()
