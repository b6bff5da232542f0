using System.Text.Json.Nodes;
using Infra.Simulator.Objects;
using static Infra.Simulator.Api.Printing.Cells;

namespace Infra.Simulator.Api.Printing;

/// <summary>The tables of endpoints and of kinds of networking.k8s.io.</summary>
internal static class NetworkTables
{
    private const int MaximumHosts = 3;

    public static readonly ITableLayout Endpoints = new TableLayout(
        Name,
        Text("Endpoints", EndpointTexts.FormatEndpoints).From("core.v1.Endpoints.subsets"),
        Age
    );

    public static readonly ITableLayout EndpointSlices = new TableLayout(
        Name,
        Text("AddressType", item => item.Body.Text("addressType")).From("discovery.v1.EndpointSlice.addressType"),
        Text("Ports", EndpointTexts.FormatSlicePorts).From("discovery.v1.EndpointSlice.ports"),
        Text("Endpoints", EndpointTexts.FormatSliceAddresses).From("discovery.v1.EndpointSlice.endpoints"),
        Age
    );

    public static readonly ITableLayout Ingresses = new TableLayout(
        Name,
        Text("Class", item =>
                item.Spec.Text("ingressClassName") ?? item.Annotations.GetValueOrDefault("kubernetes.io/ingress.class") ?? None
            )
            .As("The name of the IngressClass resource that should be used for additional configuration"),
        Text("Hosts", IngressHosts).As("Hosts that incoming requests are matched against before the ingress rule"),
        Text("Address", ServiceTable.LoadBalancerAddress).As("Address is a list containing ingress points for the load-balancer"),
        Text("Ports", item => item.Spec.Array("tls") is { Count: > 0 } ? "80, 443" : "80").As("Ports of TLS configurations that open"),
        Age
    );

    public static readonly ITableLayout IngressClasses = new TableLayout(
        Name,
        Text("Controller", item => item.Spec.Text("controller")).As("Controller that is responsible for handling this class"),
        Text("Parameters", item => item.Spec.Map("parameters") is { } parameters ? ParametersText(parameters) : None)
            .As("A reference to a resource with additional parameters"),
        Age
    );

    public static readonly ITableLayout NetworkPolicies = new TableLayout(
        Name,
        Text("Pod-Selector", item => FormatSelector(item.Spec.Map("podSelector"))).From("networking.v1.NetworkPolicySpec.podSelector"),
        Age
    );

    public static readonly ITableLayout ServiceCidrs = new TableLayout(
        Name,
        Text("CIDRs", item => Join(item.Spec.Array("cidrs"))).From("networking.v1.ServiceCIDRSpec.cidrs"),
        Age
    );

    /// <summary>The rows have an age, for which there is no column.</summary>
    public static readonly ITableLayout Addresses = new TableLayout(
        Name,
        Text("ParentRef", item => item.Spec.Map("parentRef") is { } parent ? ParentText(parent) : None)
            .From("networking.v1.IPAddressSpec.parentRef")
    )
    {
        FurtherCells = [Age],
    };

    private static string ParametersText(JsonObject parameters)
    {
        var group = parameters.Text("apiGroup") is { Length: > 0 } name ? "." + name : "";
        return $"{parameters.Text("kind")}{group}/{parameters.Text("name")}";
    }

    private static string ParentText(JsonObject parent)
    {
        var group = parent.Text("group") is { Length: > 0 } name ? "." + name : "";
        var inNamespace = parent.Text("namespace") is { Length: > 0 } given ? "/" + given : "";
        return $"{parent.Text("resource")}{group}".ToLowerInvariant() + $"{inNamespace}/{parent.Text("name")}";
    }

    private static string IngressHosts(KubeObject ingress)
    {
        var rules = ingress.Spec.Objects("rules").ToList();
        var hosts = rules.Select(rule => rule.Text("host") ?? "").Where(host => host.Length > 0).ToList();
        return hosts.Count == 0 ? "*"
            : hosts.Count < MaximumHosts || rules.Count == MaximumHosts ? string.Join(",", hosts)
            : $"{string.Join(",", hosts.Take(MaximumHosts))} + {rules.Count - MaximumHosts} more...";
    }
}
