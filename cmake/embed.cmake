# headscope_embed(TARGET FILE SYMBOL): the file's bytes become std::string_view headscope::SYMBOL()
# of the target, so that the program needs no installed data folder. The assembler takes them as
# they are: as a literal, two megabytes took the compiler half a minute.
function(headscope_embed target file symbol)
  set(source ${CMAKE_CURRENT_BINARY_DIR}/embedded_${symbol}.cpp)
  file(CONFIGURE OUTPUT ${source} @ONLY CONTENT [==[
#include <string_view>

asm(R"(
.pushsection .rodata
.balign 16
headscope_@symbol@_begin:
.incbin "@file@"
headscope_@symbol@_end:
.byte 0
.popsection
)");
extern "C" {
[[gnu::visibility("hidden")]] extern const char headscope_@symbol@_begin[];
[[gnu::visibility("hidden")]] extern const char headscope_@symbol@_end[];
}

namespace headscope {

std::string_view @symbol@();

std::string_view @symbol@() {
  return {headscope_@symbol@_begin, headscope_@symbol@_end};
}

}  // namespace headscope
]==])
  target_sources(${target} PRIVATE ${source})
  # Compiled again when the file changes, which a unity build would not do.
  set_source_files_properties(${source} PROPERTIES
    OBJECT_DEPENDS ${file} SKIP_UNITY_BUILD_INCLUSION ON)
endfunction()
