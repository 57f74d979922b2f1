// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// The material table: strict reading, which row a structure gets, needles of other diameters.
#include <gtest/gtest.h>

#include "core/file.h"
#include "tissue/site.h"

namespace dryrun::tissue {
namespace {

MaterialTable shipped() {
    auto table = MaterialTable::read_shipped();
    EXPECT_TRUE(table.ok()) << table.error().text();
    return *table;
}

std::string shipped_text() {
    return *read_file(assets_folder() / "materials" / "materials.json");
}

// The shipped table with one piece of its text replaced by another.
Status parse_with(const std::string& from, const std::string& to) {
    std::string text = shipped_text();
    const auto at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    text.replace(at, from.size(), to);
    const auto table = MaterialTable::parse(text, "materials.json");
    return table ? Status() : Status(table.error());
}

TEST(Materials, TheMostParticularRowOfAStructureWins) {
    const MaterialTable table = shipped();
    using anatomy::Structure;
    using anatomy::Tissue;
    const auto& intercostal = table.of(Structure{"muscle.intercostal.5.right", Tissue::Muscle});
    EXPECT_EQ(&intercostal, table.find("muscle.intercostal"));
    EXPECT_EQ(&table.of(Structure{"muscle.rhomboid_major.right", Tissue::Muscle}),
              table.find("muscle"));
    EXPECT_EQ(&table.of(Structure{"rib.5.right", Tissue::Bone}), table.find("bone"));
    EXPECT_EQ(&table.of(Structure{"skin", Tissue::Skin}), table.find("skin"));
}

TEST(Materials, EveryTissueIsNearlyIncompressibleOrLung) {
    const MaterialTable table = shipped();
    for (const char* name : {"skin", "fat", "fascia", "muscle", "taut_band", "trigger_point"}) {
        EXPECT_GE(table.named(name).poisson, 0.45) << name;
    }
}

TEST(Materials, ABandIsStifferAndGripsANeedleHarderThanItsMuscle) {
    const MaterialTable table = shipped();
    const Material& muscle = table.named("muscle");
    const Material& band = table.named("taut_band");
    const Material& nodule = table.named("trigger_point");
    EXPECT_NEAR(band.fibre_shear_kPa / muscle.fibre_shear_kPa, 2.0, 0.1);
    EXPECT_GT(band.cutting_N, muscle.cutting_N);
    EXPECT_GT(nodule.cutting_N, band.cutting_N);
    EXPECT_GT(nodule.friction_N_per_mm, band.friction_N_per_mm);
}

// Factors of a 0.16 and a 0.35 mm needle over one of 0.25 mm.
TEST(Materials, ForcesGrowWithTheNeedlesDiameter) {
    const MaterialTable table = shipped();
    const Material& skin = table.named("skin");
    const Material thin = table.for_diameter(skin, 0.16);
    EXPECT_NEAR(thin.puncture_N / skin.puncture_N, 0.56, 0.005);
    EXPECT_NEAR(thin.cutting_N / skin.cutting_N, 0.59, 0.006);
    EXPECT_NEAR(thin.friction_N_per_mm / skin.friction_N_per_mm, 0.64, 0.001);
    const Material thick = table.for_diameter(skin, 0.35);
    EXPECT_NEAR(thick.puncture_N / skin.puncture_N, 1.55, 0.01);
    EXPECT_NEAR(thick.cutting_N / skin.cutting_N, 1.50, 0.005);
    EXPECT_EQ(thick.youngs_kPa, skin.youngs_kPa);
}

TEST(Materials, ABadTableIsRefusedWithItsPlace) {
    const auto unknown = parse_with("\"poisson\"", "\"poison\"");
    ASSERT_FALSE(unknown.ok());
    EXPECT_NE(unknown.error().text().find("materials.json"), std::string::npos);
    EXPECT_FALSE(parse_with("\"value\": 60", "\"value\": -60").ok());
    EXPECT_FALSE(parse_with("\"value\": 60", "\"value\": 600").ok()) << "above its own range";
    EXPECT_FALSE(parse_with("\"grade\": \"D\"", "\"grade\": \"X\"").ok());
    EXPECT_FALSE(parse_with("\"name\": \"fat\"", "\"name\": \"lard\"").ok());
    EXPECT_FALSE(parse_with("\"name\": \"fat\"", "\"name\": \"skin\"").ok());
    EXPECT_FALSE(MaterialTable::parse("{", "materials.json").ok());
}

}  // namespace
}  // namespace dryrun::tissue
