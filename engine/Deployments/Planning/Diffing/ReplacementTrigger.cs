using Infra.Protocol.Values;

namespace Infra.Engine.Deployments.Planning.Diffing;

/// <summary>Decides whether a changed replacement trigger replaces a resource.</summary>
internal static class ReplacementTrigger
{
    /// <summary>True where both triggers exist and differ. One that is unknown until the update counts as changed.</summary>
    public static bool IsFired(PropertyValue? old, PropertyValue? @new)
    {
        var (before, after) = (Reveal(old), Reveal(@new));
        return before is { } && after is { } && (before.ContainsUnknowns() || after.ContainsUnknowns() || !before.Equals(after));
    }

    private static PropertyValue? Reveal(PropertyValue? value) =>
        value is null ? null : PropertyMap.Create(("trigger", value)).RevealSecrets()["trigger"];
}
