// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
// Holds the precompiled headers that cmake/modules.cmake lists; a target needs a source.
