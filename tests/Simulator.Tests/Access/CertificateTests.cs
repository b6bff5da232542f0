using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Tests.Access;

public sealed class CertificateTests
{
    private const string Requests = "/apis/certificates.k8s.io/v1/certificatesigningrequests";
    private const string Rule =
        "{'apiGroups':['certificates.k8s.io'],'resources':['certificatesigningrequests','certificatesigningrequests/approval'],'verbs':['*']}";

    private readonly AccessCluster _cluster = new();

    [Fact]
    public async Task Create_RecordsTheRequester_AndApprovalNeedsTheSigner()
    {
        await _cluster.Grant("ann", Rule);
        var created = await _cluster.As("ann", "POST", Requests, Request("CN=bob", "'username':'root'"));
        Assert.Equal("ann", created.Body.Text("spec", "username"));
        Assert.Equal("[\"system:authenticated\"]", created.Body.Array("spec", "groups")!.ToJsonString());
        const string Approval = "{'status':{'conditions':[{'type':'Approved','status':'True','reason':'r','message':'m'}]}}";
        Assert.Equal(
            "certificatesigningrequests.certificates.k8s.io \"c\" is forbidden: user not permitted to approve requests with signerName "
                + "\"kubernetes.io/kube-apiserver-client\"",
            (await _cluster.As("ann", "PATCH", $"{Requests}/c/approval", Approval)).Message
        );
        Assert.Equal(200, (await _cluster.AsAdministrator("PATCH", $"{Requests}/c/approval", Approval)).Status);
    }

    [Fact]
    public async Task Create_ForTheAdministratorsGroup_IsForbidden()
    {
        Assert.Equal(
            "certificatesigningrequests.certificates.k8s.io \"c\" is forbidden: use of kubernetes.io/kube-apiserver-client signer with "
                + "system:masters group is not allowed",
            (await _cluster.AsAdministrator("POST", Requests, Request("CN=bob, O=system:masters", "'username':'x'"))).Message
        );
    }

    private static string Request(string subject, string claim)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var pem = new CertificateRequest(subject, key, HashAlgorithmName.SHA256).CreateSigningRequestPem();
        return $"{{'metadata':{{'name':'c'}},'spec':{{'signerName':'kubernetes.io/kube-apiserver-client','usages':['client auth'],{claim},"
            + $"'request':'{Convert.ToBase64String(Encoding.UTF8.GetBytes(pem))}'}}}}";
    }
}
