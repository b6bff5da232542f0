using Infra.Simulator.Api;
using Infra.Simulator.Metrics.Exposition;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Metrics.Kubelets;

/// <summary>The kubelets' servers.</summary>
internal sealed class KubeletServer(IClusterClient client, UsageModel usage, UsageCounters counters, TimeProvider time)
{
    private readonly KubeletPage _kubelet = new(client, usage, counters);
    private readonly ProbesPage _probes = new(counters);

    /// <summary>Finds the page of a path; null if the node does not listen on the port.</summary>
    public ServedPage? Find(KubeObject node, int port, string path) =>
        port != node.Status.Number("daemonEndpoints", "kubeletEndpoint", "Port")
            ? null
            : path switch
            {
                "/metrics" => ServedPage.Metrics(writer => _kubelet.Write(writer, Read(node))),
                "/metrics/cadvisor" => ServedPage.Metrics((writer, end) => CadvisorPage.WriteAsync(writer, Read(node), end)),
                "/metrics/resource" => ServedPage.Metrics((writer, end) => ResourcePage.WriteAsync(writer, Read(node), end)),
                "/metrics/probes" => ServedPage.Metrics((writer, end) => _probes.WriteAsync(writer, Read(node), end)),
                "/healthz" => ServedPage.Healthy,
                _ => ServedPage.NotFound,
            };

    private KubeletSnapshot Read(KubeObject node) => KubeletSnapshot.Create(node, usage, counters, time.GetUtcNow());
}
