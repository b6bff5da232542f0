using Infra.Simulator.Api;
using Infra.Simulator.Api.Http;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Metrics.Exporters;
using Infra.Simulator.Metrics.Exposition;
using Infra.Simulator.Metrics.Kubelets;
using Infra.Simulator.Objects;
using Microsoft.AspNetCore.Http;

namespace Infra.Simulator.Metrics;

/// <summary>
/// The servers of metrics on nodes and in pods. Their pages are computed when they are requested. A node that a fault has silenced
/// cannot be connected to, nor can its pods.
/// </summary>
internal sealed class MetricsServers : IProxiedServers
{
    private readonly IClusterClient _client;
    private readonly KubeletServer _kubelets;
    private readonly ExporterServer _exporters;

    public MetricsServers(IClusterClient client, TimeProvider time)
    {
        _client = client;
        var usage = new UsageModel(client, time);
        var counters = new UsageCounters();
        _kubelets = new KubeletServer(client, usage, counters, time);
        _exporters = new ExporterServer(client, usage, counters, time);
    }

    /// <inheritdoc/>
    public async Task<string?> HandleAsync(HttpContext context, KubeObject host, int port, string path, CancellationToken cancellation)
    {
        var isNode = host.Resource == GroupResource.Nodes;
        if (IsSilent(isNode ? host.Name : host.Spec.Text("nodeName") ?? ""))
        {
            return "no route to host";
        }

        var page = isNode ? _kubelets.Find(host, port, path) : _exporters.Find(host, port, path);
        if (page is null)
        {
            return "connection refused";
        }

        if (!HttpMethods.IsGet(context.Request.Method))
        {
            await context.Response.WriteTextAsync(StatusCodes.Status405MethodNotAllowed, "Method Not Allowed\n");
        }
        else if (page.Write is null)
        {
            await context.Response.WriteTextAsync(page.Status, page.Text);
        }
        else
        {
            context.Response.ContentType = MetricsWriter.ContentType;
            var writer = new MetricsWriter(context.Response.BodyWriter);
            await page.Write(writer, cancellation);
            await writer.FlushAsync(cancellation);
        }

        return null;
    }

    private bool IsSilent(string node) =>
        _client.Find(GroupResource.Leases, NodeLease.LeaseNamespace, node) is { } lease && new NodeLease(lease).SilentSince is not null;
}
