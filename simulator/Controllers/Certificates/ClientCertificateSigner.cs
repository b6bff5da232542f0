using System.Security.Cryptography;
using System.Text;
using Infra.Simulator.Api;
using Infra.Simulator.Informers;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Controllers.Certificates;

/// <summary>Signs approved CertificateSigningRequests of the signer <c>kubernetes.io/kube-apiserver-client</c>.</summary>
internal sealed class ClientCertificateSigner
{
    private const string SignerName = "kubernetes.io/kube-apiserver-client";

    private static readonly TimeSpan _defaultLifetime = TimeSpan.FromDays(365);

    private readonly ControllerContext _context;
    private readonly IClusterClient _client;
    private readonly Func<string, TimeSpan, string> _sign;
    private readonly ResourceCache<PlainObject> _requests;

    /// <summary>Subscribes to CertificateSigningRequests.</summary>
    /// <param name="context">Supplies the loop and the cache.</param>
    /// <param name="sign">Signs a request in PEM for a lifetime.</param>
    public ClientCertificateSigner(ControllerContext context, Func<string, TimeSpan, string> sign)
    {
        _context = context;
        _client = context.GetClient("kube-controller-manager");
        _sign = sign;
        _requests = context.Plain(GroupResource.CertificateSigningRequests);
        var queue = context.Queue<string>("csrsigning", Reconcile);
        _requests.OnChange(change => queue.Add(change.Latest.Name));
    }

    private void Reconcile(string name)
    {
        if (_requests.Find(new ObjectKey("", name)) is not { } request || !NeedsCertificate(request.Source))
        {
            return;
        }

        var body = request.Source.Copy();
        var status = body.GetOrAddObject("status");
        try
        {
            var pem = Encoding.UTF8.GetString(Convert.FromBase64String(request.Source.Spec.Text("request") ?? ""));
            var lifetime = request.Source.Spec.Number("expirationSeconds") is { } seconds
                ? TimeSpan.FromSeconds(seconds)
                : _defaultLifetime;
            status["certificate"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(_sign(pem, lifetime)));
        }
        catch (Exception invalid) when (invalid is CryptographicException or ArgumentException or FormatException)
        {
            var conditions = StatusConditions.FromStatus(status);
            conditions.Put(
                new Condition("Failed", "True", "SignerValidationFailure", invalid.Message) { LastUpdateTime = _context.Now },
                _context.Now
            );
            status["conditions"] = conditions.ToJson();
        }

        _client.UpdateStatus(GroupResource.CertificateSigningRequests, body);
    }

    private static bool NeedsCertificate(KubeObject request)
    {
        var conditions = StatusConditions.FromStatus(request.Status);
        return request.Spec.Text("signerName") == SignerName
            && request.Status.Text("certificate") is null or ""
            && conditions.Exists(condition => condition is { Type: "Approved", IsTrue: true })
            && !conditions.Exists(condition => condition.Type is "Denied" or "Failed");
    }
}
