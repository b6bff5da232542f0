using Infra.Backend.Planning;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;
using Infra.Backend.Settings.Values;

namespace Infra.Backend.Checks;

/// <summary>Finds the annotations that settings add to an object of a service.</summary>
internal static class ReviewedAnnotations
{
    /// <summary>The annotations of the stack, of the service and of one kind of its objects, with their paths; later ones win.</summary>
    public static IEnumerable<(SettingsPath At, IReadOnlyDictionary<string, Text> Annotations)> Find(
        ServiceUnderReview service,
        ServiceObject kind
    )
    {
        yield return (SettingsPath.Root.Key("annotations"), service.Review.Settings.Annotations);
        yield return (service.At("annotations"), service.Settings.Annotations);
        if (ServiceMetadata.Find(service.Settings.Objects, kind) is { } own)
        {
            yield return (service.At("objects", ScalarType.EnumName(kind.ToString()), "annotations"), own.Annotations);
        }
    }

    /// <summary>The place and value of an annotation; null if no setting adds it.</summary>
    public static (SettingsPath At, Text Value)? FindValue(ServiceUnderReview service, ServiceObject kind, string key) =>
        Find(service, kind)
            .Where(found => found.Annotations.ContainsKey(key))
            .Select(found => ((SettingsPath At, Text Value)?)(found.At.Key(key), found.Annotations[key]))
            .LastOrDefault();
}
