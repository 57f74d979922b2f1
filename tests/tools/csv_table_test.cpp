// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "csv_table.h"

#include <gtest/gtest.h>

#include <map>

#include "core/file.h"
#include "reference.h"

namespace dryrun::compare {
namespace {

std::filesystem::path written(const std::string& name, const std::string& content) {
    const auto path = std::filesystem::path(testing::TempDir()) / name;
    EXPECT_TRUE(write_file(path, content).ok());
    return path;
}

TEST(CsvTable, ReadsRowsByTheNamesOfTheirColumns) {
    const auto table = CsvTable::read(written("good.csv", "name,z,x,y\r\na,3,1,2\n\nb,,,\n"),
                                      {"name", "x", "y", "z"});
    ASSERT_TRUE(table.ok()) << table.error().text();
    ASSERT_EQ(table->size(), 2u);
    EXPECT_EQ(**table->point(0, "x", "y", "z"), (Vec3{1.0, 2.0, 3.0}));
    EXPECT_FALSE(table->point(1, "x", "y", "z")->has_value());
    EXPECT_EQ(table->text(1, "name"), "b");
}

TEST(CsvTable, SaysWhereAFileIsBad) {
    const auto error_of = [](const std::string& content) {
        const auto table = CsvTable::read(written("bad.csv", content), {"x", "y"});
        return table.ok() ? table->number(0, "y").error().text() : table.error().text();
    };
    EXPECT_NE(error_of("x,y\n1,2,3\n").find("bad.csv:2: has 3 cells"), std::string::npos);
    EXPECT_NE(error_of("x,z\n1,2\n").find("bad.csv:1: has no column y"), std::string::npos);
    EXPECT_NE(error_of("x,y\n").find("has no rows"), std::string::npos);
    EXPECT_NE(error_of("").find("bad.csv"), std::string::npos);
    for (const char* cell : {"two", "2mm", "nan", "inf", ""}) {
        EXPECT_NE(error_of(std::string("x,y\n1,") + cell + "\n").find("bad.csv:2:2: y: wanted a"),
                  std::string::npos)
            << cell;
    }
    EXPECT_FALSE(CsvTable::read("/no/such/file.csv", {}).ok());
}

// The files of a reference, one of each kind, with one of them changed.
Result<Reference> reference_with(const std::string& folder_name, const std::string& name,
                                 const std::string& content) {
    std::map<std::string, std::string> files = {
        {"vertebrae.csv",
         "level,source,pose,cx,cy,cz,sp_x,sp_y,sp_z,tpR_x,tpR_y,tpR_z,tpL_x,tpL_y,tpL_z,"
         "lamR_x,lamR_y,lamR_z,lamL_x,lamL_y,lamL_z\n"
         "T1,mesh,native,1,1,1,1,1,1,,,,,,,,,,,,\n"
         "T1,skeleton_mesh,base,2,2,2,2,2,2,,,,,,,,,,,,\n"
         "T1,spine_model,base,3,3,3,,,,,,,,,,,,,,,\n"},
        {"ribs.csv",
         "rib,side,source,pose,pt,frac,x,y,z,section_thickness\n3,L,m,base,0,0,1,2,3,6\n"
         "3,L,m,base,1,1,4,5,6,6\n3,L,m,native,0,0,9,9,9,6\n"},
        {"scapula.csv", "landmark,side,source,pose,x,y,z\nroot_of_spine,R,m,base,1,2,3\n"},
        {"pelvis.csv", "landmark,side,source,x,y,z\nPSIS,L,m,1,2,3\n"},
        {"muscle_paths.csv",
         "source,muscle,group,side,pt,n_pts,body,x,y,z,pcsa_mm2\n"
         "m,A,trapezius,R,0,3,thoracic1,1,1,1,40\nm,A,trapezius,R,1,3,scapula_R,2,2,2,40\n"
         "m,A,trapezius,R,2,3,clavicle,3,3,3,40\n"},
        {"skin.csv", "z,x,y_rel_midline,y_base\n0,10,1.5,\n"}};
    files[name] = content;
    const auto folder = std::filesystem::path(testing::TempDir()) / folder_name;
    std::filesystem::create_directories(folder);
    for (const auto& [file, text] : files) EXPECT_TRUE(write_file(folder / file, text).ok());
    return read_reference(folder);
}

TEST(Reference, TakesTheBestOfSeveralRowsAndLeavesTheArmOut) {
    const auto reference =
        reference_with("good", "skin.csv", "z,x,y_rel_midline,y_base\n0,10,1.5,\n");
    ASSERT_TRUE(reference.ok()) << reference.error().text();
    ASSERT_EQ(reference->places.size(), 4u);
    EXPECT_EQ(reference->places[0].name, "body.T1");
    EXPECT_EQ(reference->places[0].source, "spine_model");
    EXPECT_EQ(reference->places[1].source, "skeleton_mesh");
    EXPECT_EQ(reference->places[2].name, "scapula.root_of_spine.right");
    EXPECT_EQ(reference->places[3].name, "psis.left");
    ASSERT_EQ(reference->ribs.size(), 1u);
    EXPECT_EQ(reference->ribs[0].points.size(), 2u);
    ASSERT_EQ(reference->paths.size(), 1u);
    ASSERT_EQ(reference->paths[0].pieces.size(), 1u);
    EXPECT_EQ(reference->paths[0].pieces[0].size(), 2u);
}

TEST(Reference, SaysWhichFileIsBad) {
    const auto reference =
        reference_with("bad", "skin.csv", "z,x,y_rel_midline,y_base\n0,10,high,\n");
    ASSERT_FALSE(reference.ok());
    EXPECT_NE(reference.error().text().find("skin.csv:2:3: y_rel_midline"), std::string::npos);
}

}  // namespace
}  // namespace dryrun::compare
