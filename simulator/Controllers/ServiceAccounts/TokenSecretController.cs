using System.Text;
using System.Text.Json.Nodes;
using Infra.Simulator.Api;
using Infra.Simulator.Informers;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Controllers.ServiceAccounts;

/// <summary>
/// Fills the Secrets of type <c>kubernetes.io/service-account-token</c>, and deletes those whose service account does not exist.
/// </summary>
internal sealed class TokenSecretController
{
    private const string SecretType = "kubernetes.io/service-account-token";
    private const string NameAnnotation = "kubernetes.io/service-account.name";
    private const string UidAnnotation = "kubernetes.io/service-account.uid";

    private readonly IClusterClient _client;
    private readonly ITokenIssuer _issuer;
    private readonly string _certificates;
    private readonly ResourceCache<PlainObject> _secrets;
    private readonly ResourceCache<PlainObject> _accounts;

    public TokenSecretController(ControllerContext context, ITokenIssuer issuer, string certificates)
    {
        _client = context.GetClient("kube-controller-manager");
        _issuer = issuer;
        _certificates = certificates;
        _secrets = context.Plain(GroupResource.Secrets);
        _accounts = context.Plain(GroupResource.ServiceAccounts);
        var queue = context.Queue<ObjectKey>("tokens-controller", Reconcile);
        _secrets.OnChange(change =>
        {
            if (change.After is { } secret && IsToken(secret))
            {
                queue.Add(secret.Key);
            }
        });
        _accounts.OnChange(change =>
        {
            foreach (var secret in _secrets.ByNamespace[change.Latest.Namespace].Where(IsToken))
            {
                queue.Add(secret.Key);
            }
        });
    }

    private static bool IsToken(PlainObject secret) => secret.Source.Body.Text("type") == SecretType;

    private void Reconcile(ObjectKey key)
    {
        if (_secrets.Find(key) is not { IsDeleting: false } secret)
        {
            return;
        }

        var annotations = secret.Source.Annotations;
        var account = _accounts.Find(new ObjectKey(key.Namespace, annotations.GetValueOrDefault(NameAnnotation) ?? ""));
        if (account is null || (annotations.GetValueOrDefault(UidAnnotation) is { } uid && uid != account.Uid))
        {
            _client.Delete(GroupResource.Secrets, key.Namespace, key.Name, new DeleteOptions { Uid = secret.Uid });
            return;
        }

        var data = secret.Source.Body.Map("data");
        if (data.Text("token") is not null && data.Text("namespace") is not null && annotations.ContainsKey(UidAnnotation))
        {
            return;
        }

        var body = secret.Source.Copy();
        body.GetOrAddObject("metadata").GetOrAddObject("annotations")[UidAnnotation] = account.Uid;
        body["data"] = new JsonObject
        {
            ["ca.crt"] = Encode(_certificates),
            ["namespace"] = Encode(key.Namespace),
            ["token"] = Encode(_issuer.IssueSecretToken(account.Source, key.Name)),
        };
        _client.Update(GroupResource.Secrets, body);
    }

    private static string Encode(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
