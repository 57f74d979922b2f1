// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "picture/annotations.h"

#include <gtest/gtest.h>

namespace dryrun::picture {
namespace {

const render::Viewport kView{0, 0, 800, 600};

TEST(Annotations, NameLandmarksAsPeopleDo) {
    EXPECT_EQ(label_of_landmark("spinous.T7"), "T7 spinous process");
    EXPECT_EQ(label_of_landmark("scapula.inferior_angle.right"),
              "inferior angle of scapula (right)");
    EXPECT_EQ(label_of_landmark("psis.left"), "posterior superior iliac spine (left)");
    EXPECT_EQ(label_of_landmark("transverse.T4.left"), "");
}

TEST(Annotations, NameStructuresAsPeopleDo) {
    EXPECT_EQ(label_of_structure("muscle.rhomboid_major.right"), "rhomboid major");
    EXPECT_EQ(label_of_structure("muscle.trapezius.lower.left"), "trapezius lower");
    EXPECT_EQ(label_of_structure("fascia.thoracolumbar.left"), "thoracolumbar fascia");
    EXPECT_EQ(label_of_structure("nerve.suprascapular.right"), "suprascapular nerve");
    EXPECT_EQ(label_of_structure("fascia"), "fascia");
    EXPECT_EQ(label_of_structure("rib.7.left"), "rib 7");
    EXPECT_EQ(label_of_structure("skin"), "skin");
}

TEST(Annotations, KeepLabelsApartAndOnThePicture) {
    std::vector<Label> labels;
    for (int i = 0; i < 12; ++i) labels.push_back({"label", {-60.0, 0.0, 10.0 + 0.5 * i}});
    render::Overlay overlay;
    render::Camera camera;
    add_labels(overlay, camera, kView, labels);
    std::vector<float> rows;
    for (const auto& box : overlay.boxes) {
        EXPECT_GE(std::min(box.from_y, box.to_y), 0.0f);
        EXPECT_LE(std::max(box.from_y, box.to_y), 600.0f);
        if (box.half_width > 5.0f) rows.push_back(box.from_y);  // the plates
    }
    ASSERT_EQ(rows.size(), labels.size());
    for (std::size_t i = 1; i < rows.size(); ++i) EXPECT_GT(rows[i] - rows[i - 1], 10.0f);
}

TEST(Annotations, DrawAScaleBarAsLongAsItSays) {
    render::Camera camera;
    camera.view_height = 600.0;  // one millimetre a pixel
    render::Overlay overlay;
    add_scale_bar(overlay, camera, kView);
    const auto& bar = overlay.boxes.front();
    EXPECT_NEAR(bar.to_x - bar.from_x, 100.0f, 0.01f);
}

TEST(Annotations, AlwaysCarryTheDisclaimer) {
    render::Overlay without;
    add_caption(without, kView, "");
    render::Overlay with;
    add_caption(with, kView, std::string(500, 'x'));
    EXPECT_GT(without.boxes.size(), 50u);
    EXPECT_EQ(without.boxes.size(), with.boxes.size());
}

}  // namespace
}  // namespace dryrun::picture
