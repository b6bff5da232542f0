using System.Text.Json.Nodes;
using Infra.Simulator.Api;
using Infra.Simulator.Informers;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;
using Infra.Simulator.Time;

namespace Infra.Simulator.Controllers.ServiceAccounts;

/// <summary>Creates the ServiceAccount <c>default</c> and the ConfigMap of the certificate authority in each namespace.</summary>
internal sealed class NamespaceDefaultsController
{
    private const string AccountName = "default";
    private const string CertificatesName = "kube-root-ca.crt";
    private const string CertificatesKey = "ca.crt";
    private const string Description =
        "Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the internal service IP or kubernetes.default.svc. "
        + "No other usage is guaranteed across distributions of Kubernetes clusters.";

    private readonly IClusterClient _client;
    private readonly string _certificates;
    private readonly ResourceCache<PlainObject> _namespaces;
    private readonly ResourceCache<PlainObject> _accounts;
    private readonly ResourceCache<PlainObject> _configMaps;

    /// <summary>Subscribes to namespaces, ServiceAccounts and ConfigMaps.</summary>
    /// <param name="context">Supplies the loop and the caches.</param>
    /// <param name="certificates">The certificate authority in PEM form.</param>
    public NamespaceDefaultsController(ControllerContext context, string certificates)
    {
        _client = context.GetClient("kube-controller-manager");
        _certificates = certificates;
        _namespaces = context.Plain(GroupResource.Namespaces);
        _accounts = context.Plain(GroupResource.ServiceAccounts);
        _configMaps = context.Plain(GroupResource.ConfigMaps);
        var queue = context.Queue<string>("serviceaccount-controller", Reconcile);
        _namespaces.OnChange(change => queue.Add(change.Latest.Name));
        _accounts.OnChange(change => OnChange(change, AccountName, queue));
        _configMaps.OnChange(change => OnChange(change, CertificatesName, queue));
    }

    private static void OnChange(CacheChange<PlainObject> change, string name, WorkQueue<string> queue)
    {
        if (change.Latest.Name == name && change.Before is not null)
        {
            queue.Add(change.Latest.Namespace);
        }
    }

    private void Reconcile(string name)
    {
        if (_namespaces.Find(new ObjectKey("", name)) is null or { IsDeleting: true })
        {
            return;
        }

        if (_accounts.Find(new ObjectKey(name, AccountName)) is null)
        {
            Create(
                GroupResource.ServiceAccounts,
                new JsonObject
                {
                    ["metadata"] = new JsonObject { ["name"] = AccountName, ["namespace"] = name },
                }
            );
        }

        PublishCertificates(name);
    }

    private void PublishCertificates(string name)
    {
        if (_configMaps.Find(new ObjectKey(name, CertificatesName)) is not { } present)
        {
            Create(
                GroupResource.ConfigMaps,
                new JsonObject
                {
                    ["metadata"] = new JsonObject
                    {
                        ["name"] = CertificatesName,
                        ["namespace"] = name,
                        ["annotations"] = new JsonObject { ["kubernetes.io/description"] = Description },
                    },
                    ["data"] = new JsonObject { [CertificatesKey] = _certificates },
                }
            );
        }
        else if (present.Source.Body.Text("data", CertificatesKey) != _certificates)
        {
            var body = present.Source.Copy();
            body["data"] = new JsonObject { [CertificatesKey] = _certificates };
            _client.Update(GroupResource.ConfigMaps, body);
        }
    }

    private void Create(GroupResource resource, JsonObject body)
    {
        try
        {
            _client.Create(resource, body);
        }
        catch (StatusException taken) when (taken.IsAlreadyExists)
        {
            // Another client has created it: its watch event queues the namespace again.
        }
    }
}
