# Writes one C++ file that holds the given files as string literals. Called by tocsin_embed of CMakeLists.txt with
# OUT, FUNCTION, ROOT and FILES (a list of absolute paths).
set(table "")
set(index 0)
foreach(file IN LISTS FILES)
  file(RELATIVE_PATH name ${ROOT} ${file})
  file(READ ${file} hex HEX)
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${hex}")
  string(APPEND data "constexpr unsigned char file_${index}[] = {${bytes}0};\n")
  string(APPEND table "    {\"${name}\", {reinterpret_cast<const char*>(file_${index}), sizeof file_${index} - 1}},\n")
  math(EXPR index "${index} + 1")
endforeach()
file(WRITE ${OUT} "#include \"bot/base/embedded.h\"\n\nnamespace tocsin {\nnamespace {\n${data}"
  "const EmbeddedFile files[] = {\n${table}};\n}  // namespace\n\n"
  "std::span<const EmbeddedFile> ${FUNCTION}() { return files; }\n}  // namespace tocsin\n")
