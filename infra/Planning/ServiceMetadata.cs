using System.Collections.Immutable;
using Infra.Backend.Planning.Stores;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Values;

namespace Infra.Backend.Planning;

/// <summary>Kinds of a service's objects that have labels and annotations of their own.</summary>
internal enum ServiceObject
{
    /// <summary>All other kinds.</summary>
    Other,
    Pod,
    Workload,
    Service,
    ServiceAccount,
    Route,
}

/// <summary>The labels and annotations that the settings of a service add to its objects, those of the stack not included.</summary>
internal sealed class ServiceMetadata
{
    private readonly ImmutableDictionary<ServiceObject, KeyValues> _byObject;

    private ServiceMetadata(ImmutableDictionary<ServiceObject, KeyValues> byObject) => _byObject = byObject;

    public static ServiceMetadata Empty { get; } = new(ImmutableDictionary<ServiceObject, KeyValues>.Empty);

    public static ServiceMetadata Create(ServiceSettings service) =>
        new(
            Enum.GetValues<ServiceObject>()
                .ToImmutableDictionary(
                    kind => kind,
                    kind => new KeyValues(
                        Merge(service.Labels, Find(service.Objects, kind)?.Labels),
                        Merge(
                            kind == ServiceObject.Workload ? StoreReload.GetAnnotations(service) : null,
                            service.Annotations,
                            Find(service.Objects, kind)?.Annotations,
                            kind == ServiceObject.ServiceAccount ? service.ServiceAccount.Annotations : null
                        )
                    )
                )
        );

    /// <summary>The labels of a kind of object.</summary>
    public ImmutableSortedDictionary<string, string> Labels(ServiceObject kind) => Get(kind).Labels;

    /// <summary>The annotations of a kind of object.</summary>
    public ImmutableSortedDictionary<string, string> Annotations(ServiceObject kind) => Get(kind).Annotations;

    /// <summary>Merges labels or annotations; later ones override earlier ones.</summary>
    public static ImmutableSortedDictionary<string, string> Merge(params ReadOnlySpan<IReadOnlyDictionary<string, Text>?> sources)
    {
        var merged = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var source in sources)
        {
            foreach (var (key, value) in source ?? ImmutableDictionary<string, Text>.Empty)
            {
                merged[key] = value.Value;
            }
        }

        return merged.ToImmutable();
    }

    /// <summary>The settings of one kind of object; null for the other kinds.</summary>
    public static MetadataSettings? Find(ServiceObjectSettings objects, ServiceObject kind) =>
        kind switch
        {
            ServiceObject.Pod => objects.Pod,
            ServiceObject.Workload => objects.Workload,
            ServiceObject.Service => objects.Service,
            ServiceObject.ServiceAccount => objects.ServiceAccount,
            ServiceObject.Route => objects.Route,
            _ => null,
        };

    private KeyValues Get(ServiceObject kind) => _byObject.GetValueOrDefault(kind, KeyValues.None);

    private sealed record KeyValues(ImmutableSortedDictionary<string, string> Labels, ImmutableSortedDictionary<string, string> Annotations)
    {
        public static KeyValues None { get; } =
            new(ImmutableSortedDictionary<string, string>.Empty, ImmutableSortedDictionary<string, string>.Empty);
    }
}
