// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "core/file.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "core/hash.h"

namespace dryrun {
namespace {

std::filesystem::path scratch(const std::string& name) {
    return std::filesystem::path(testing::TempDir()) / name;
}

TEST(File, ReadsBackWhatWasWritten) {
    const auto path = scratch("file_test_round_trip");
    const std::string bytes("one\0two\n", 8);
    ASSERT_TRUE(write_file(path, bytes).ok());
    const auto read = read_file(path);
    ASSERT_TRUE(read.ok());
    EXPECT_EQ(*read, bytes);
}

TEST(File, NamesTheFileItCannotRead) {
    const auto missing = read_file("/nowhere/at/all");
    ASSERT_FALSE(missing.ok());
    EXPECT_EQ(missing.error().kind, ErrorKind::BadInput);
    EXPECT_EQ(missing.error().place, "/nowhere/at/all");
    EXPECT_FALSE(read_file(testing::TempDir()).ok());
}

TEST(File, RefusesMoreThanTheLimit) {
    const auto path = scratch("file_test_large");
    ASSERT_TRUE(write_file(path, std::string(100, 'x')).ok());
    EXPECT_FALSE(read_file(path, 99).ok());
    EXPECT_TRUE(read_file(path, 100).ok());
}

TEST(File, ReportsAFullDisk) {
    if (!std::filesystem::exists("/dev/full")) GTEST_FAIL() << "this system has no /dev/full";
    const Status status = write_file("/dev/full", "x");
    ASSERT_FALSE(status.ok());
    EXPECT_EQ(status.error().kind, ErrorKind::Environment);
}

TEST(Hash, Sha256IsThatOfTheStandard) {
    // FIPS 180-4, example "abc".
    EXPECT_EQ(sha256_hex("abc"),
              "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(Hash, Sha256OfPiecesIsThatOfTheWhole) {
    const std::string whole(1000, 'q');
    Sha256 pieces;
    for (std::size_t at = 0; at < whole.size(); at += 77) pieces.add(whole.substr(at, 77));
    EXPECT_EQ(pieces.hex(), sha256_hex(whole));
    EXPECT_EQ(pieces.hex(), sha256_hex(whole)) << "asking does not end it";
    pieces.add("more");
    EXPECT_EQ(pieces.hex(), sha256_hex(whole + "more"));
}

TEST(Hash, OfStateCountsMinusZeroAsZeroAndOrderMatters) {
    StateHasher zero, minus_zero, forward, backward;
    zero.add(0.0);
    minus_zero.add(-0.0);
    EXPECT_EQ(zero.value(), minus_zero.value());
    forward.add(1.0), forward.add(2.0);
    backward.add(2.0), backward.add(1.0);
    EXPECT_NE(forward.value(), backward.value());
}

}  // namespace
}  // namespace dryrun
