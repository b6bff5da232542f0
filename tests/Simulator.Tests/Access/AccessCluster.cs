using System.Text;
using System.Text.Json.Nodes;
using Infra.Simulator.Api.Http;
using Infra.Simulator.Hosting;
using Infra.Simulator.Objects;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Extensions.Time.Testing;

namespace Infra.Simulator.Tests.Access;

/// <summary>A response: status, and the body as an object.</summary>
internal sealed record Response(int Status, JsonObject Body)
{
    public string? Message => Body.Text("message");
}

/// <summary>A cluster's API without a network, for requests by various users.</summary>
internal sealed class AccessCluster
{
    private const string AdministratorToken = "administrator";

    private readonly ApiHandler _handler;

    public AccessCluster()
    {
        Cluster = new InMemoryCluster(Time, new IdentitySource(1));
        ClusterBootstrap.Run(Cluster.Client);
        _handler = ApiServer.CreateHandler(Cluster.Api, AdministratorToken);
    }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    public InMemoryCluster Cluster { get; }

    /// <summary>Sends a request as the administrator.</summary>
    public Task<Response> AsAdministrator(string method, string path, string? body = null, params (string Name, string Value)[] headers) =>
        Send(method, path, body, [("Authorization", $"Bearer {AdministratorToken}"), .. headers]);

    /// <summary>Sends a request as another user, whom the administrator impersonates.</summary>
    public Task<Response> As(string user, string method, string path, string? body = null) =>
        AsAdministrator(method, path, body, ("Impersonate-User", user));

    /// <summary>Sends a request with a bearer token.</summary>
    public Task<Response> WithToken(string token, string method, string path, string? body = null) =>
        Send(method, path, body, [("Authorization", $"Bearer {token}")]);

    /// <summary>Sends a request; the body is JSON with apostrophes in the place of quotation marks.</summary>
    public async Task<Response> Send(string method, string path, string? body, (string Name, string Value)[] headers)
    {
        var context = new DefaultHttpContext();
        var query = path.IndexOf('?', StringComparison.Ordinal);
        context.Request.Method = method;
        context.Request.Scheme = "https";
        context.Request.Path = query < 0 ? path : path[..query];
        context.Request.QueryString = query < 0 ? default : new QueryString(path[query..]);
        context.Request.Headers.UserAgent = "test/1.0";
        foreach (var group in headers.GroupBy(header => header.Name))
        {
            context.Request.Headers[group.Key] = new StringValues([.. group.Select(header => header.Value)]);
        }

        if (body is not null)
        {
            if (context.Request.ContentType is null)
            {
                context.Request.ContentType = method == "PATCH" ? "application/merge-patch+json" : "application/json";
            }

            context.Request.Body = new MemoryStream(Encoding.UTF8.GetBytes(body.Replace('\'', '"')));
        }

        using var response = new MemoryStream();
        context.Response.Body = response;
        await _handler.HandleAsync(context, CancellationToken.None);
        await context.Response.BodyWriter.FlushAsync();
        var text = Encoding.UTF8.GetString(response.ToArray());
        return new Response(
            context.Response.StatusCode,
            text.StartsWith('{') ? (JsonObject)JsonNode.Parse(text)! : new JsonObject { ["text"] = text }
        );
    }

    /// <summary>Creates a Role or ClusterRole with one rule, and binds it to a user.</summary>
    /// <param name="user">The user's name.</param>
    /// <param name="rule">The rule, as JSON with apostrophes.</param>
    /// <param name="inNamespace">The namespace; null for a ClusterRole.</param>
    public async Task Grant(string user, string rule, string? inNamespace = null)
    {
        var (kind, name) = (inNamespace is null ? "ClusterRole" : "Role", $"role-of-{user}");
        var place = $"/apis/rbac.authorization.k8s.io/v1/{(inNamespace is null ? "cluster" : $"namespaces/{inNamespace}/")}";
        var role = await AsAdministrator("POST", $"{place}roles", $"{{'metadata':{{'name':'{name}'}},'rules':[{rule}]}}");
        Assert.Equal(201, role.Status);
        var binding = await AsAdministrator(
            "POST",
            $"{place}rolebindings",
            $"{{'metadata':{{'name':'binding-of-{user}'}},'roleRef':{{'apiGroup':'rbac.authorization.k8s.io','kind':'{kind}','name':'{name}'}},"
                + $"'subjects':[{{'kind':'User','name':'{user}'}}]}}"
        );
        Assert.Equal(201, binding.Status);
    }
}
