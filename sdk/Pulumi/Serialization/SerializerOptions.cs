namespace Pulumi.Serialization;

/// <summary>The options of a serializer.</summary>
/// <param name="KeepResources">Whether resources are written as references; as their ids and URNs otherwise.</param>
/// <param name="KeepOutputValues">Whether outputs are written with their dependencies; as their values or the unknown otherwise.</param>
/// <param name="ReferencesAreDependencies">Whether a reference to a resource counts as a dependency.</param>
internal readonly record struct SerializerOptions(
    bool KeepResources = true,
    bool KeepOutputValues = false,
    bool ReferencesAreDependencies = true
);
