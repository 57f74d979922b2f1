// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// The reference body lying prone and the shipped materials, for tests of what touches its tissue.
#pragma once

#include <gtest/gtest.h>

#include <memory>

#include "anatomy/atlas.h"
#include "tissue/site.h"

namespace dryrun::tissue {

inline std::shared_ptr<const anatomy::Atlas> prone_atlas() {
    anatomy::BodyParameters body;
    body.posture = anatomy::Posture::Prone;
    const auto atlas = anatomy::Atlas::make(body);
    EXPECT_TRUE(atlas) << atlas.error().text();
    return *atlas;
}

inline MaterialTable shipped_materials() {
    const auto table = MaterialTable::read_shipped();
    EXPECT_TRUE(table) << table.error().text();
    return *table;
}

}  // namespace dryrun::tissue
