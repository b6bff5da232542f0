using System.Text.Json.Nodes;
using Infra.Simulator.Informers;
using Infra.Simulator.Informers.Views;

namespace Infra.Simulator.Controllers.Endpoints.Slices;

/// <summary>The labels of a Service's slices: those of the Service, except the ones that the controller itself sets.</summary>
internal sealed class SliceLabels(Service service)
{
    /// <summary>The label of the controller of a slice.</summary>
    public const string ManagedBy = "endpointslice.kubernetes.io/managed-by";

    /// <summary>The label of the Service of a slice.</summary>
    public const string ServiceName = "kubernetes.io/service-name";

    /// <summary>The label of slices and Endpoints of Services without an address.</summary>
    public const string Headless = "service.kubernetes.io/headless";

    /// <summary>The controller of the slices of Services with a selector.</summary>
    public const string Controller = "endpointslice-controller.k8s.io";

    /// <summary>Creates the labels.</summary>
    public JsonObject Create()
    {
        var labels = new JsonObject();
        foreach (var (key, value) in service.Labels.Where(label => !IsReserved(label.Key)))
        {
            labels[key] = value;
        }

        labels[ManagedBy] = Controller;
        labels[ServiceName] = service.Name;
        if (!service.HasClusterIP)
        {
            labels[Headless] = "";
        }

        return labels;
    }

    /// <summary>Whether a slice lacks labels of the Service, or has others. Reserved labels are not compared.</summary>
    public bool Differ(ObjectView slice)
    {
        var (own, wanted) = (slice.Labels.Where(l => !IsReserved(l.Key)), service.Labels.Where(l => !IsReserved(l.Key)));
        return !own.OrderBy(l => l.Key, StringComparer.Ordinal).SequenceEqual(wanted.OrderBy(l => l.Key, StringComparer.Ordinal));
    }

    private static bool IsReserved(string key) => key is ManagedBy or ServiceName or Headless;
}
