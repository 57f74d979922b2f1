// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "drawing.h"

namespace dryrun::render {
namespace {

class Overlays : public DrawingTest {
  protected:
    Image draw_flat(const Overlay& overlay, int width = 160, int height = 40) {
        auto target = OffscreenTarget::create(width, height, 0);
        EXPECT_TRUE(target);
        target->bind();
        Scene empty;
        empty.background_top = empty.background_bottom = {0, 0, 0, 1};
        renderer->draw(empty, Camera{}, target->viewport(), Quality::Fast);
        renderer->draw_overlay(overlay, target->viewport());
        return target->read();
    }
    static int lit(const Image& image, int from_x, int to_x) {
        int count = 0;
        for (int y = 0; y < image.height; ++y) {
            for (int x = from_x; x < to_x; ++x) count += image.pixel(x, y)[0] > 100 ? 1 : 0;
        }
        return count;
    }
};

TEST_F(Overlays, PutAPlateWhereItIsAskedFor) {
    Overlay overlay;
    add_plate(overlay, 10, 5, 40, 20, 0, {1, 1, 1, 1});
    const Image image = draw_flat(overlay);
    EXPECT_EQ(lit(image, 0, 160), 40 * 20);
    EXPECT_EQ(image.pixel(10, 5)[0], 255);
    EXPECT_EQ(image.pixel(9, 5)[0], 0);
    EXPECT_EQ(image.pixel(49, 24)[0], 255);
    EXPECT_EQ(image.pixel(50, 25)[0], 0);
}

TEST_F(Overlays, WriteTextAsWideAsTheySay) {
    Overlay overlay;
    const float width = text_width("Rhomboid 45°", 12);
    add_text(overlay, "Rhomboid 45°", 10, 28, 12, {1, 1, 1, 1});
    const Image image = draw_flat(overlay);
    EXPECT_GT(lit(image, 10, 12 + static_cast<int>(width)), 150);
    EXPECT_EQ(lit(image, 0, 8), 0);
    EXPECT_EQ(lit(image, 13 + static_cast<int>(width), 160), 0);
}

TEST_F(Overlays, AlignTextAtItsCentreAndItsRight) {
    Overlay overlay;
    add_text(overlay, "cranial", 150, 28, 12, {1, 1, 1, 1}, Align::Right);
    const Image right = draw_flat(overlay);
    EXPECT_EQ(lit(right, 152, 160), 0);
    EXPECT_GT(lit(right, 140, 152), 0);
}

// A glyph left out of the table would be drawn as the box that stands for an unknown sign.
TEST_F(Overlays, HaveAGlyphOfItsOwnForEveryLetterAndDigit) {
    const auto picture_of = [&](const std::string& text) {
        Overlay overlay;
        add_text(overlay, text, 5, 30, 20, {1, 1, 1, 1});
        return draw_flat(overlay, 40, 40).rgba;
    };
    const auto unknown = picture_of("\u00e4");
    std::vector<std::vector<std::uint8_t>> seen;
    for (const char c :
         std::string("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.,:-+()/")) {
        const auto picture = picture_of(std::string(1, c));
        EXPECT_NE(picture, unknown) << c;
        for (const auto& other : seen) EXPECT_NE(picture, other) << c;
        seen.push_back(picture);
    }
}

TEST_F(Overlays, DrawAnImageTheRightWayUp) {
    Overlay overlay;
    Overlay::Picture picture;
    picture.image = make_image(2, 2);
    for (int i = 0; i < 4; ++i) picture.image.pixel(i % 2, i / 2)[3] = 255;
    picture.image.pixel(0, 0)[0] = 255;
    picture.x = 10, picture.y = 10, picture.width = 20, picture.height = 20;
    overlay.pictures.push_back(picture);
    const Image image = draw_flat(overlay);
    EXPECT_EQ(image.pixel(12, 12)[0], 255);
    EXPECT_EQ(image.pixel(12, 27)[0], 0);
}

}  // namespace
}  // namespace dryrun::render
