// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "render/image.h"

#include <gtest/gtest.h>
#include <png.h>

namespace dryrun::render {
namespace {

TEST(Image, ComesBackFromItsPngFile) {
    Image image = make_image(5, 3);
    for (std::size_t i = 0; i < image.rgba.size(); ++i) {
        image.rgba[i] = static_cast<std::uint8_t>(i * 7);
    }
    const auto bytes = encode_png(image);
    ASSERT_TRUE(bytes);

    png_image header{};
    header.version = PNG_IMAGE_VERSION;
    ASSERT_NE(png_image_begin_read_from_memory(&header, bytes->data(), bytes->size()), 0);
    EXPECT_EQ(header.width, 5u);
    EXPECT_EQ(header.height, 3u);
    header.format = PNG_FORMAT_RGB;
    std::vector<std::uint8_t> rgb(45);
    ASSERT_NE(png_image_finish_read(&header, nullptr, rgb.data(), 0, nullptr), 0);
    for (int y = 0; y < 3; ++y) {
        for (int x = 0; x < 5; ++x) {
            for (int c = 0; c < 3; ++c) {
                EXPECT_EQ(rgb[static_cast<std::size_t>((y * 5 + x) * 3 + c)], image.pixel(x, y)[c]);
            }
        }
    }
}

TEST(Image, GivesEqualBytesForEqualPictures) {
    Image image = make_image(40, 30);
    EXPECT_EQ(*encode_png(image), *encode_png(image));
    const std::string before = *encode_png(image);
    image.pixel(3, 3)[0] = 200;
    EXPECT_NE(*encode_png(image), before);
}

}  // namespace
}  // namespace dryrun::render
