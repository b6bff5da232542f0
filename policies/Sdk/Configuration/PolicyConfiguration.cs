using System.Text.Json.Nodes;

namespace Infra.Policies.Sdk.Configuration;

/// <summary>What someone wants of one policy.</summary>
/// <param name="Level">The level wanted; null where only settings are.</param>
/// <param name="Settings">The settings wanted; those left out stay as they are.</param>
internal sealed record PolicyConfiguration(EnforcementLevel? Level, JsonObject Settings);
