// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "picture/layers.h"

#include <gtest/gtest.h>

#include <algorithm>

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
    EXPECT_EQ(layer("muscle.intercostal.right", Tissue::Muscle), Layer::DeepMuscles);
    EXPECT_EQ(layer("muscle.quadratus_lumborum.left", Tissue::Muscle), Layer::DeepMuscles);
    EXPECT_EQ(layer("muscle.semispinalis_capitis.left", Tissue::Muscle), Layer::ErectorSpinae);
    EXPECT_EQ(layer("muscle.infraspinatus.left", Tissue::Muscle), Layer::IntermediateMuscles);
    EXPECT_EQ(layer("muscle.latissimus_dorsi.left", Tissue::Muscle), Layer::SuperficialMuscles);
    EXPECT_EQ(layer("tendon.trapezius.right", Tissue::Tendon), Layer::Trapezius);
    EXPECT_EQ(layer("fascia.thoracolumbar.right", Tissue::Fascia), Layer::SuperficialMuscles);
    EXPECT_EQ(layer("ligament.nuchae.left", Tissue::Ligament), Layer::Trapezius);
    EXPECT_EQ(layer("fascia", Tissue::Fascia), Layer::Fascia);
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
    EXPECT_GT(material_of({"fascia.thoracolumbar.right", Tissue::Fascia, false}).fibre_strength,
              0.0f);
    EXPECT_EQ(material_of({"rib.5.right", Tissue::Bone, false}).fibre_strength, 0.0f);
}

TEST(Layers, OfAPlateAreThoseUpToItsDepth) {
    const auto has = [](const std::vector<Layer>& layers, Layer wanted) {
        return std::find(layers.begin(), layers.end(), wanted) != layers.end();
    };
    const auto deep = parse_layers("deep");
    const auto intermediate = parse_layers("intermediate");
    const auto superficial = parse_layers("superficial");
    const auto organs = parse_layers("organs,skin");
    ASSERT_TRUE(deep && intermediate && superficial && organs);
    EXPECT_TRUE(has(*deep, Layer::DeepMuscles) && has(*deep, Layer::Bones));
    EXPECT_FALSE(has(*deep, Layer::Rhomboids));
    EXPECT_TRUE(has(*intermediate, Layer::Rhomboids) && has(*intermediate, Layer::DeepMuscles));
    EXPECT_FALSE(has(*intermediate, Layer::Trapezius));
    EXPECT_TRUE(has(*superficial, Layer::Trapezius) && has(*superficial, Layer::Rhomboids));
    EXPECT_TRUE(has(*organs, Layer::Lung) && has(*organs, Layer::Skin));
    EXPECT_FALSE(parse_layers("shallow"));
}

}  // namespace
}  // namespace dryrun::picture
