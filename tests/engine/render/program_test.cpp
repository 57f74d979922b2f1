// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "render/program.h"

#include <fstream>

#include "drawing.h"

namespace dryrun::render {
namespace {

class Programs : public testing::Test {
  protected:
    void SetUp() override {
        auto made = OffscreenContext::create();
        ASSERT_TRUE(made) << made.error().text();
        context = std::make_unique<OffscreenContext>(std::move(*made));
        folder = std::filesystem::path(testing::TempDir()) /
                 ("shaders_" +
                  std::string(testing::UnitTest::GetInstance()->current_test_info()->name()));
        std::filesystem::create_directories(folder);
        write("good.vert", "void main() {\n    gl_Position = vec4(0.0);\n}\n");
        write("good.frag", "out vec4 o_color;\nvoid main() {\n    o_color = vec4(1.0);\n}\n");
    }
    void TearDown() override { std::filesystem::remove_all(folder); }
    void write(const std::string& name, const std::string& text) const {
        std::ofstream(folder / name) << text;
    }
    std::unique_ptr<OffscreenContext> context;
    std::filesystem::path folder;
};

TEST_F(Programs, LoadFromTheirFiles) {
    const auto program = Program::load(folder, "good");
    EXPECT_TRUE(program) << program.error().text();
}

TEST_F(Programs, SayTheFileAndLineOfAnError) {
    write("bad.vert", "void main() {\n    gl_Position = vec4(0.0);\n}\n");
    write("bad.frag", "out vec4 o_color;\nvoid main() {\n    o_color = nonsense;\n}\n");
    const auto program = Program::load(folder, "bad");
    ASSERT_FALSE(program);
    EXPECT_NE(program.error().place.find("bad.frag:3"), std::string::npos)
        << program.error().text();
    EXPECT_NE(program.error().message.find("nonsense"), std::string::npos);
}

TEST_F(Programs, SayTheIncludedFileAndLineOfAnError) {
    write("part.glsl", "float half_of(float x) {\n    return x * ;\n}\n");
    write("bad.vert", "void main() {\n    gl_Position = vec4(0.0);\n}\n");
    write(
        "bad.frag",
        "#include \"part.glsl\"\nout vec4 o_color;\nvoid main() {\n    o_color = vec4(1.0);\n}\n");
    const auto program = Program::load(folder, "bad");
    ASSERT_FALSE(program);
    EXPECT_NE(program.error().place.find("part.glsl:2"), std::string::npos)
        << program.error().text();
}

TEST_F(Programs, SayWhichFileIsMissing) {
    const auto program = Program::load(folder, "absent");
    ASSERT_FALSE(program);
    EXPECT_NE(program.error().text().find("absent.vert"), std::string::npos);
}

TEST_F(Programs, RefuseAFileThatIncludesItself) {
    write("loop.glsl", "#include \"loop.glsl\"\n");
    write("loop.vert", "#include \"loop.glsl\"\nvoid main() {}\n");
    write("loop.frag", "void main() {}\n");
    EXPECT_FALSE(Program::load(folder, "loop"));
}

}  // namespace
}  // namespace dryrun::render
