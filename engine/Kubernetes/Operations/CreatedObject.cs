using System.Globalization;
using System.Text.Json.Nodes;
using Infra.Engine.Kubernetes.Ownership;
using Infra.Engine.Kubernetes.Resources;

namespace Infra.Engine.Kubernetes.Operations;

/// <summary>Recognizes the object of a creation whose answer was lost.</summary>
internal static class CreatedObject
{
    /// <summary>How far the clocks of this machine and the API server may differ.</summary>
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(10);

    /// <summary>
    /// True if an object with the manifest's name has this program's field manager, and is either new enough or has a name that no other
    /// object has.
    /// </summary>
    /// <param name="live">The object.</param>
    /// <param name="manifest">The manifest of the creation.</param>
    /// <param name="since">When the creation began; null if unknown.</param>
    public static bool IsFrom(JsonObject live, JsonObject manifest, DateTimeOffset? since) =>
        FieldManagers.HasWritten(live, manifest.Annotation(Annotations.PatchFieldManager))
        && (AutomaticName.IsAutomatic(manifest) || IsNewEnough(live, since));

    private static bool IsNewEnough(JsonObject live, DateTimeOffset? since) =>
        since is not { } begin
        || (
            DateTimeOffset.TryParse(live.Text("metadata", "creationTimestamp"), CultureInfo.InvariantCulture, out var created)
            && created >= begin - ClockTolerance
        );
}
