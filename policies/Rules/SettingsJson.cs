using System.Text.Json.Serialization;
using Infra.Policies.Rules.Availability;
using Infra.Policies.Rules.Guards;
using Infra.Policies.Rules.Hardening;
using Infra.Policies.Rules.Hygiene;
using Infra.Policies.Rules.Images;
using Infra.Policies.Rules.Resources;
using Infra.Policies.Rules.Stores;

namespace Infra.Policies.Rules;

/// <summary>Reads and describes the settings of rules by generated code, which starts faster than reflection.</summary>
[JsonSerializable(typeof(AllowedRegionsSettings))]
[JsonSerializable(typeof(AutoscalerBoundsSettings))]
[JsonSerializable(typeof(ImageLockedSettings))]
[JsonSerializable(typeof(ImageRegistrySettings))]
[JsonSerializable(typeof(MaximumReplicasSettings))]
[JsonSerializable(typeof(MaximumRequestsSettings))]
[JsonSerializable(typeof(MinimumReplicasSettings))]
[JsonSerializable(typeof(OwnerSettings))]
[JsonSerializable(typeof(ProductionStacksSettings))]
[JsonSerializable(typeof(PublicLoadBalancerSettings))]
[JsonSerializable(typeof(ResourceRangeSettings))]
[JsonSerializable(typeof(SandboxRuntimeSettings))]
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    UseStringEnumConverter = true
)]
internal sealed partial class SettingsJson : JsonSerializerContext;
