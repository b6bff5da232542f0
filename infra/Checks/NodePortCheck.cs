using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;

namespace Infra.Backend.Checks;

/// <summary>
/// Checks that node ports belong to exposed Services, and that no two Services of a cluster have the same. Within a Service a node port may
/// serve one port of each transport.
/// </summary>
internal sealed class NodePortCheck : ISettingsCheck
{
    public void Check(SettingsReview review)
    {
        var owners = new Dictionary<(string? Cluster, int Port), (string Service, HashSet<string> Transports)>();
        foreach (var service in review.Services())
        {
            foreach (var port in DeclaredPort.InPod(service.Settings))
            {
                if (port.Settings.NodePort is { } nodePort)
                {
                    CheckExposure(service, port);
                    CheckIsFree(service, service.Name, PortCheck.At(service, port, "nodePort"), (nodePort, port.Protocol), owners);
                }
            }

            foreach (var item in ReviewedService.Find(service))
            {
                CheckOthers(item, owners);
            }
        }
    }

    private static void CheckExposure(ServiceUnderReview service, DeclaredPort port)
    {
        if (service.Exposure is not (Exposure.NodePort or Exposure.LoadBalancer))
        {
            service.Reject(
                PortCheck.At(service, port, "nodePort"),
                "a Service that is reachable inside the cluster only has no node ports",
                "write 'traffic: {expose: nodePort}', or remove it",
                PortCheck.At(service, port, "nodePort"),
                service.At("traffic", "expose")
            );
        }
        else if (port.Service is null)
        {
            service.Reject(
                PortCheck.At(service, port, "nodePort"),
                "the Service does not have this port of the sidecar",
                "write its port of the Service, such as 'service: 80', or remove it"
            );
        }
    }

    /// <summary>Checks the node ports of an additional Service, and those at which load balancers check nodes.</summary>
    private static void CheckOthers(
        ReviewedService item,
        Dictionary<(string? Cluster, int Port), (string Service, HashSet<string> Transports)> owners
    )
    {
        if (item.Settings is AdditionalServiceSettings additional)
        {
            for (var i = 0; i < additional.Ports.Length; i++)
            {
                if (additional.Ports[i].NodePort is not { } nodePort)
                {
                    continue;
                }

                var at = item.At.Key("ports").Item(i).Key("nodePort");
                var protocol = DeclaredPort.FindNamed(item.Owner.Settings, additional.Ports[i].Name)?.Protocol ?? Protocol.Tcp;
                if (!item.IsExposed)
                {
                    item.Owner.Reject(
                        at,
                        "a Service that is reachable inside the cluster only has no node ports",
                        "write 'expose: nodePort', or remove it",
                        at,
                        item.At.Key("expose")
                    );
                }

                CheckIsFree(item.Owner, item.Name, at, (nodePort, protocol), owners);
            }
        }

        if (item.Settings.HealthCheckNodePort is { } port)
        {
            CheckIsFree(item.Owner, $"{item.Name} (health check)", item.At.Key("healthCheckNodePort"), (port, Protocol.Tcp), owners);
        }
    }

    private static void CheckIsFree(
        ServiceUnderReview service,
        string name,
        SettingsPath at,
        (int Number, Protocol Protocol) port,
        Dictionary<(string? Cluster, int Port), (string Service, HashSet<string> Transports)> owners
    )
    {
        foreach (var cluster in service.Review.Settings.TargetClusters().Where(cluster => cluster.Includes(service.Settings)))
        {
            var (owner, transports) = owners.GetValueOrDefault((cluster.Key, port.Number), (name, []));
            owners[(cluster.Key, port.Number)] = (owner, transports);
            if (owner != name || !transports.Add(port.Protocol.Transport()))
            {
                service.Reject(
                    at,
                    $"'{owner}' already has the node port {port.Number}",
                    "choose another, or remove it: the cluster then chooses a free one"
                );
                return;
            }
        }
    }
}
