using System.Collections.Immutable;

namespace Infra.Backend.Planning;

/// <summary>The annotations of a service's objects.</summary>
internal static class ServiceAnnotations
{
    /// <summary>The annotation by which external-dns creates DNS records.</summary>
    public const string HostNames = "external-dns.alpha.kubernetes.io/hostname";

    /// <summary>The annotations of an object of a service: the stack's, overridden by those of the service.</summary>
    public static ImmutableSortedDictionary<string, string> ForService(ServicePlan service, ServiceObject kind = ServiceObject.Other) =>
        service.System.Annotations.SetItems(service.Metadata.Annotations(kind));
}
