// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "picture/structure_labels.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "picture/views.h"

namespace dryrun::picture {
namespace {

bool has(const std::vector<Label>& labels, const std::string& text) {
    return std::any_of(labels.begin(), labels.end(),
                       [&](const Label& label) { return label.text == text; });
}

std::vector<Label> labels_of_plate(const anatomy::Atlas& atlas, const char* plate) {
    render::Camera camera;
    camera.forward = {0.0, -1.0, 0.0};
    return labels_of_view(atlas, look_of(*parse_layers(plate)), camera);
}

TEST(StructureLabels, NameWhatIsSeenOnAPlateAndNotWhatLiesBelow) {
    const auto atlas = anatomy::Atlas::make({});
    ASSERT_TRUE(atlas.ok());
    const auto superficial = labels_of_plate(**atlas, "superficial");
    EXPECT_TRUE(has(superficial, "trapezius lower"));
    EXPECT_TRUE(has(superficial, "latissimus dorsi"));
    EXPECT_FALSE(has(superficial, "multifidus thoracic"));
    EXPECT_FALSE(has(superficial, "skin"));
    // Kidneys are seen through the peritoneum.
    const auto organs = labels_of_plate(**atlas, "organs");
    for (const char* name : {"pleura", "kidney", "suprascapular nerve"})
        EXPECT_TRUE(has(organs, name)) << name;
    const auto bones = labels_of_plate(**atlas, "bones");
    EXPECT_TRUE(has(bones, "scapula"));
    EXPECT_TRUE(has(bones, "rib 7"));
    EXPECT_FALSE(has(bones, "trapezius lower"));
}

TEST(StructureLabels, PointAtTheStructureTheyName) {
    const auto atlas = anatomy::Atlas::make({});
    ASSERT_TRUE(atlas.ok());
    for (const Label& label : labels_of_plate(**atlas, "superficial")) {
        const auto near = (*atlas)->nearest(label.at, 1.0, [&](const anatomy::Structure& each) {
            return label_of_structure(each.name) == label.text;
        });
        EXPECT_TRUE(near) << label.text;
        const bool is_midline = label.text == "skull" || label.text == "sacrum";
        EXPECT_TRUE(is_midline || label.at.x < 1.0) << label.text;
    }
}

TEST(StructureLabels, NameLargePartsOfASection) {
    const auto atlas = anatomy::Atlas::make({});
    ASSERT_TRUE(atlas.ok());
    const auto plane = parse_plane("axial:L3", **atlas);
    ASSERT_TRUE(plane.ok());
    render::Camera camera = camera_of(*plane);
    camera.target += Vec3{0.0, -20.0, 0.0};
    camera.view_height = 220.0;
    const render::Viewport viewport{0, 0, 400, 300};
    const auto labels =
        labels_of_section(**atlas, draw_section(**atlas, camera, viewport), camera, viewport);
    EXPECT_TRUE(has(labels, "longissimus thoracis"));
    EXPECT_TRUE(has(labels, "multifidus lumbar"));
    EXPECT_FALSE(has(labels, "beyond"));
}

}  // namespace
}  // namespace dryrun::picture
