// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "picture/layers.h"

#include <gtest/gtest.h>

namespace dryrun::picture {
namespace {

Layer layer(const char* name, anatomy::Tissue tissue) {
    return layer_of({name, tissue, false});
}

TEST(Layers, GroupStructuresByNameAndTissue) {
    using anatomy::Tissue;
    EXPECT_EQ(layer("skin", Tissue::Skin), Layer::Skin);
    EXPECT_EQ(layer("muscle.trapezius.upper.left", Tissue::Muscle), Layer::Trapezius);
    EXPECT_EQ(layer("muscle.rhomboid_major.right", Tissue::Muscle), Layer::Rhomboids);
    EXPECT_EQ(layer("muscle.longissimus_thoracis.right", Tissue::Muscle), Layer::ErectorSpinae);
    EXPECT_EQ(layer("muscle.intercostal.5.right", Tissue::Muscle), Layer::Muscles);
    EXPECT_EQ(layer("rib.5.right", Tissue::Bone), Layer::Bones);
    EXPECT_EQ(layer("pleura.right", Tissue::Pleura), Layer::Lung);
    EXPECT_EQ(layer("nerve.spinal_accessory.right", Tissue::Nerve), Layer::NervesVessels);
}

TEST(Layers, AreReadFromAList) {
    const auto layers = parse_layers("skin,bones");
    ASSERT_TRUE(layers);
    EXPECT_EQ(*layers, (std::vector{Layer::Skin, Layer::Bones}));
    EXPECT_EQ(parse_layers("all")->size(), kLayerCount);
}

TEST(Layers, ThatDoNotExistAreAnErrorThatNamesTheOnesThatDo) {
    for (const char* text : {"", "skin,", "skn", "skin, bones"}) {
        const auto layers = parse_layers(text);
        ASSERT_FALSE(layers) << text;
        EXPECT_EQ(layers.error().kind, ErrorKind::Usage);
        EXPECT_NE(layers.error().hint.find("erector_spinae"), std::string::npos);
    }
}

TEST(Layers, HaveNamesThatReadBack) {
    for (std::size_t i = 0; i < kLayerCount; ++i) {
        const auto one = static_cast<Layer>(i);
        const auto read = parse_layers(name_of(one));
        ASSERT_TRUE(read);
        EXPECT_EQ(read->front(), one);
    }
}

TEST(Layers, GiveMusclesFibresAndBonesNone) {
    using anatomy::Tissue;
    EXPECT_GT(material_of({"muscle.trapezius.middle.right", Tissue::Muscle, false}).fibre_strength,
              0.0f);
    EXPECT_EQ(material_of({"rib.5.right", Tissue::Bone, false}).fibre_strength, 0.0f);
}

}  // namespace
}  // namespace dryrun::picture
