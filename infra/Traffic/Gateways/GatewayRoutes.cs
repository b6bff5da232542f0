using System.Collections.Immutable;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Values;
using Infra.Backend.Workloads;
using Pulumi;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;
using static Infra.Backend.Traffic.Gateways.CustomFields;
using CustomResource = Pulumi.Kubernetes.ApiExtensions.CustomResource;

namespace Infra.Backend.Traffic.Gateways;

/// <summary>A Gateway of a class that the cluster has, and a route for each service that has hosts (Kubernetes' Gateway API, standard channel).</summary>
internal sealed class GatewayRoutes(LoadBalancingSettings settings, SystemIdentity system) : ILoadBalancer
{
    private const string ApiVersion = "gateway.networking.k8s.io/v1";
    private const int PlainPort = 80;
    private const int TlsPort = 443;

    /// <summary>The gateway's own pods run wherever its controller wants, so what it routes to is open to every peer.</summary>
    public ImmutableArray<ServiceSpec> Arrange(ImmutableArray<ServiceSpec> services) =>
    [
        .. services.Select(service => LoadBalancers.IsBalanced(service) ? service with { Traffic = service.Traffic! with { IsReachedByGateway = true } } : service),
    ];

    public Output<string?>? Route(ImmutableArray<ServiceSpec> services, Input<string> namespaceName, ProviderResource provider)
    {
        ImmutableArray<ServiceSpec> balanced = [.. services.Where(LoadBalancers.IsBalanced)];
        if (balanced.IsEmpty)
        {
            return null;
        }

        var gateway = new Gateway(
            system.ResourceName(LoadBalancingSettings.Name),
            Object(ApiVersion, "Gateway", LoadBalancingSettings.Name, ServiceLabels.OfSystem(system), GatewaySpec()),
            new CustomResourceOptions { Provider = provider });
        foreach (var service in balanced)
        {
            var isGrpc = service.Traffic!.Protocol == Protocol.Grpc;
            var kind = isGrpc ? "GRPCRoute" : "HTTPRoute";
            var route = Declare(kind, service, RouteSpec(service, isGrpc), gateway);
            if (settings.Policies == GatewayPolicies.EnvoyGateway && BackendTrafficPolicy.Of(service, kind, settings.Channel) is { } policy)
            {
                _ = Declare("BackendTrafficPolicy", service, policy, route);
            }
        }

        return gateway.Status.Apply(AddressIn);

        CustomResource Declare(string kind, ServiceSpec service, ImmutableDictionary<string, object> spec, Resource after) => new(
            system.ResourceName(service.Name),
            Object(kind == "BackendTrafficPolicy" ? BackendTrafficPolicy.ApiVersion : ApiVersion, kind, service.Name, ServiceLabels.All(service), spec),
            new CustomResourceOptions { Provider = provider, DependsOn = after });

        GatewayObjectArgs Object(string apiVersion, string kind, string name, InputMap<string> labels, ImmutableDictionary<string, object> spec) =>
            new(apiVersion, kind) { Metadata = new ObjectMetaArgs { Name = name, Namespace = namespaceName, Labels = labels }, Spec = spec };
    }

    /// <summary>The first of the addresses its controller has given it.</summary>
    private static string? AddressIn(ImmutableDictionary<string, object>? status) =>
        status?.GetValueOrDefault("addresses") is ImmutableArray<object> { IsEmpty: false } addresses && addresses[0] is ImmutableDictionary<string, object> first
            ? first.GetValueOrDefault("value") as string
            : null;

    private ImmutableDictionary<string, object> GatewaySpec()
    {
        var listener = Map(
            ("name", "public"),
            ("protocol", settings.TlsSecret is null ? "HTTP" : "HTTPS"),
            ("port", settings.TlsSecret is null ? PlainPort : TlsPort),
            ("allowedRoutes", Map(("namespaces", Map(("from", "Same"))))));
        if (settings.TlsSecret is { } certificate)
        {
            listener = listener.Add("tls", Map(("mode", "Terminate"), ("certificateRefs", List(Map(("name", certificate))))));
        }

        return Map(("gatewayClassName", settings.GatewayClass!), ("listeners", List(listener)));
    }

    private ImmutableDictionary<string, object> RouteSpec(ServiceSpec service, bool isGrpc)
    {
        var traffic = service.Traffic!;
        var rule = Map(("backendRefs", BackendsOf(service, traffic)));
        return Map(
            ("parentRefs", List(Map(("name", LoadBalancingSettings.Name)))),
            ("hostnames", List([.. traffic.Settings.Hosts])),
            ("rules", List(isGrpc ? WithMethods(rule, traffic.Settings) : WithRequests(rule, traffic.Settings))));
    }

    private ImmutableDictionary<string, object> WithRequests(ImmutableDictionary<string, object> rule, TrafficSettings traffic)
    {
        rule = rule.Add("matches", List([.. traffic.Paths.DefaultIfEmpty("/").Select(path => Map(("path", Map(("type", "PathPrefix"), ("value", path)))))]));
        rule = traffic.Timeout is { } timeout ? rule.Add("timeouts", Map(("request", GatewayDuration.Format(timeout)))) : rule;
        return traffic.Retries is { } retries and > 0 && settings.Channel == GatewayChannel.Experimental
            ? rule.Add("retry", Map(("attempts", retries), ("codes", List(502, 503, 504))))
            : rule;
    }

    /// <summary>No matches match everything.</summary>
    private static ImmutableDictionary<string, object> WithMethods(ImmutableDictionary<string, object> rule, TrafficSettings traffic)
    {
        var methods = traffic.Paths.Select(path => GrpcMethod.TryParse(path, out var method) ? Map(("method", MatchOf(method))) : throw new ArgumentException($"'{path}' is no method of gRPC.", nameof(traffic)));
        return traffic.Paths.IsEmpty ? rule : rule.Add("matches", List([.. methods]));
    }

    private static ImmutableDictionary<string, object> MatchOf(GrpcMethod method)
    {
        var match = Map(("type", "Exact"), ("service", method.Service));
        return method.Method is { } name ? match.Add("method", name) : match;
    }

    private static ImmutableArray<object> BackendsOf(ServiceSpec service, ServiceTraffic traffic) => traffic.Versions.IsEmpty
        ? List(Map(("name", service.Name), ("port", traffic.PublicPort)))
        : [.. traffic.Versions.Select(version => Map(("name", version.Service), ("port", traffic.PublicPort), ("weight", version.Weight)))];
}

/// <summary>A Gateway, which has an address once its controller has carried it out.</summary>
internal sealed class Gateway(string name, GatewayObjectArgs args, CustomResourceOptions options) : CustomResource(name, args, options)
{
    /// <summary>What its controller says of it.</summary>
    [Output("status")]
    public Output<ImmutableDictionary<string, object>?> Status { get; private set; } = null!;
}

/// <summary>An object of the Gateway API or of an extension to it.</summary>
internal sealed class GatewayObjectArgs(string apiVersion, string kind) : Pulumi.Kubernetes.ApiExtensions.CustomResourceArgs(apiVersion, kind)
{
    /// <summary>What is wanted.</summary>
    [Input("spec")]
    public InputMap<object> Spec { get; set; } = [];
}
