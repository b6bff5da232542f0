using System.Collections.Immutable;
using Infra.Backend.Metadata;
using Infra.Backend.Planning;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Values;
using Pulumi;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;
using static Infra.Backend.Traffic.Gateways.CustomFields;
using CustomResource = Pulumi.Kubernetes.ApiExtensions.CustomResource;

namespace Infra.Backend.Traffic.Gateways;

/// <summary>A Gateway, and a route for each service that has hosts (Kubernetes' Gateway API).</summary>
internal sealed class GatewayRoutes(LoadBalancingSettings settings, SystemIdentity system)
{
    private const string ApiVersion = "gateway.networking.k8s.io/v1";
    private const int PlainPort = 80;
    private const int TlsPort = 443;

    /// <summary>Creates the Gateway and its routes.</summary>
    /// <returns>The Gateway's address; null if no service has hosts.</returns>
    public Output<string?>? Create(ImmutableArray<ServicePlan> services, Input<string> namespaceName, ProviderResource provider)
    {
        ImmutableArray<ServicePlan> routed = [.. services.Where(service => service.IsRouted)];
        if (routed.IsEmpty)
        {
            return null;
        }

        var gateway = new Gateway(
            system.ResourceName(LoadBalancingSettings.Name),
            Object(ApiVersion, "Gateway", LoadBalancingSettings.Name, ServiceLabels.ForSystem(system), system.Annotations, GatewaySpec()),
            new CustomResourceOptions { Provider = provider }
        );
        foreach (var service in routed)
        {
            var isGrpc = service.Traffic!.Protocol == Protocol.Grpc;
            var kind = isGrpc ? "GRPCRoute" : "HTTPRoute";
            var route = Declare(kind, service, RouteSpec(service, isGrpc), gateway);
            if (
                settings.Policies == GatewayPolicies.EnvoyGateway
                && BackendTrafficPolicy.Create(service, kind, settings.Channel) is { } policy
            )
            {
                _ = Declare(BackendTrafficPolicy.Kind, service, policy, route);
            }
        }

        return gateway.Status.Apply(FirstAddress);

        CustomResource Declare(string kind, ServicePlan service, ImmutableDictionary<string, object> spec, Resource after)
        {
            var isPolicy = kind == BackendTrafficPolicy.Kind;
            var role = isPolicy ? ServiceObject.Other : ServiceObject.Route;
            return new(
                system.ResourceName(service.Name),
                Object(
                    isPolicy ? BackendTrafficPolicy.ApiVersion : ApiVersion,
                    kind,
                    service.Name,
                    ServiceLabels.ForService(service, role),
                    ServiceAnnotations.ForService(service, role),
                    spec
                ),
                new CustomResourceOptions { Provider = provider, DependsOn = after }
            );
        }

        GatewayObjectArgs Object(
            string apiVersion,
            string kind,
            string name,
            InputMap<string> labels,
            IEnumerable<KeyValuePair<string, string>> annotations,
            ImmutableDictionary<string, object> spec
        )
        {
            var metadata = new ObjectMetaArgs
            {
                Name = name,
                Namespace = namespaceName,
                Labels = labels,
            }.Annotate(annotations);
            return new GatewayObjectArgs(apiVersion, kind) { Metadata = metadata, Spec = spec };
        }
    }

    private static string? FirstAddress(ImmutableDictionary<string, object>? status) =>
        status?.GetValueOrDefault("addresses") is ImmutableArray<object> { IsEmpty: false } addresses
        && addresses[0] is ImmutableDictionary<string, object> first
            ? first.GetValueOrDefault("value") as string
            : null;

    private ImmutableDictionary<string, object> GatewaySpec()
    {
        var listener = Map(
            ("name", "public"),
            ("protocol", settings.TlsSecret is null ? "HTTP" : "HTTPS"),
            ("port", settings.TlsSecret is null ? PlainPort : TlsPort),
            ("allowedRoutes", Map(("namespaces", Map(("from", "Same")))))
        );
        if (settings.TlsSecret is { } certificate)
        {
            listener = listener.Add("tls", Map(("mode", "Terminate"), ("certificateRefs", List(Map(("name", certificate))))));
        }

        return Map(("gatewayClassName", settings.GatewayClass!), ("listeners", List(listener)));
    }

    private ImmutableDictionary<string, object> RouteSpec(ServicePlan service, bool isGrpc)
    {
        var traffic = service.Traffic!;
        var rule = Map(("backendRefs", BackendRefs(service, traffic)));
        return Map(
            ("parentRefs", List(Map(("name", LoadBalancingSettings.Name)))),
            ("hostnames", List([.. traffic.Settings.Hosts])),
            ("rules", List(isGrpc ? WithMethodMatches(rule, traffic.Settings) : WithRequestMatches(rule, traffic)))
        );
    }

    private ImmutableDictionary<string, object> WithRequestMatches(ImmutableDictionary<string, object> rule, ServiceTraffic traffic)
    {
        var type = traffic.Settings.PathType == PathType.Exact ? "Exact" : "PathPrefix";
        var paths = traffic.Settings.Paths.DefaultIfEmpty("/").Select(path => Map(("path", Map(("type", type), ("value", path)))));
        rule = rule.Add("matches", List([.. paths]));
        rule = traffic.Timeout is { } timeout ? rule.Add("timeouts", Map(("request", GatewayDuration.Format(timeout)))) : rule;
        return traffic.Retries is var retries and > 0 && settings.Channel == GatewayChannel.Experimental
            ? rule.Add("retry", Map(("attempts", retries), ("codes", List(502, 503, 504))))
            : rule;
    }

    /// <summary>A rule without matches applies to all calls.</summary>
    private static ImmutableDictionary<string, object> WithMethodMatches(ImmutableDictionary<string, object> rule, TrafficSettings traffic)
    {
        var methods = traffic.Paths.Select(path =>
            GrpcMethod.TryParse(path, out var method)
                ? Map(("method", Match(method)))
                : throw new ArgumentException($"'{path}' is not a gRPC service or method.", nameof(traffic))
        );
        return traffic.Paths.IsEmpty ? rule : rule.Add("matches", List([.. methods]));
    }

    private static ImmutableDictionary<string, object> Match(GrpcMethod method)
    {
        var match = Map(("type", "Exact"), ("service", method.Service));
        return method.Method is { } name ? match.Add("method", name) : match;
    }

    private static ImmutableArray<object> BackendRefs(ServicePlan service, ServiceTraffic traffic) =>
        traffic.Versions.IsEmpty
            ? List(Map(("name", service.Name), ("port", traffic.Main.Number)))
            :
            [
                .. traffic.Versions.Select(version =>
                    Map(("name", version.Service), ("port", traffic.Main.Number), ("weight", version.Weight))
                ),
            ];
}

/// <summary>A Gateway, whose status has an address once its controller has programmed it.</summary>
internal sealed class Gateway(string name, GatewayObjectArgs args, CustomResourceOptions options) : CustomResource(name, args, options)
{
    /// <summary>The status its controller writes.</summary>
    [Output("status")]
    public Output<ImmutableDictionary<string, object>?> Status { get; private set; } = null!;
}

/// <summary>The arguments of an object of the Gateway API or an extension of it.</summary>
internal sealed class GatewayObjectArgs(string apiVersion, string kind)
    : Pulumi.Kubernetes.ApiExtensions.CustomResourceArgs(apiVersion, kind)
{
    /// <summary>The specification.</summary>
    [Input("spec")]
    public InputMap<object> Spec { get; set; } = [];
}
