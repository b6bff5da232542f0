using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Infra.Backend.Planning.Stores;
using Infra.Tests.Stores.Servers;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Infra.Tests.Stores;

/// <summary>Users, variables and the probe, tried with a real RabbitMQ and its client.</summary>
public sealed class RabbitmqTests(RabbitmqServer server) : IClassFixture<RabbitmqServer>
{
    private const string Package = "rabbitmq-server";

    [ServerFact(Package, Package)]
    public async Task Health_OfARunningServer_IsGood() => Assert.Equal(0, (await server.CheckHealthAsync()).ExitCode);

    [ServerFact(Package, Package)]
    public async Task Variables_OfEveryDialect_LeadToTheVirtualHost()
    {
        var variables = server.GetEnvironment(await server.ProvisionAsync("dialects"));

        foreach (var name in new[] { "ConnectionStrings__orders-db", "AMQP_URL", "ORDERS_DB_URL", "ORDERS_DB_URI" })
        {
            Assert.Equal("dialects", await DeliverAsync(new ConnectionFactory { Uri = new Uri(variables[name]) }));
        }

        foreach (var prefix in new[] { "ORDERS_DB", "SPRING_RABBITMQ" })
        {
            var factory = new ConnectionFactory
            {
                HostName = variables[$"{prefix}_HOST"],
                Port = int.Parse(variables[$"{prefix}_PORT"], CultureInfo.InvariantCulture),
                UserName = variables[$"{prefix}_USERNAME"],
                Password = variables[$"{prefix}_PASSWORD"],
                VirtualHost = variables[$"{prefix}_VIRTUALHOST"],
            };
            Assert.Equal("dialects", await DeliverAsync(factory));
        }
    }

    [ServerFact(Package, Package)]
    public async Task Variables_WithoutAVirtualHost_LeadToTheFirst()
    {
        var root = server.Draw("root", "/");
        await server.ProvisionAllAsync(root);

        var variables = server.GetEnvironment(root with { Database = null });

        Assert.EndsWith("/%2F", variables["AMQP_URL"]);
        Assert.Equal("/", await DeliverAsync(new ConnectionFactory { Uri = new Uri(variables["AMQP_URL"]) }));
    }

    [ServerFact(Package, Package)]
    public async Task User_OfAService_HasItsOwnVirtualHostOnly()
    {
        var first = await server.ProvisionAsync("first");
        var second = await server.ProvisionAsync("second");

        var refused = await Assert.ThrowsAsync<OperationInterruptedException>(() =>
            DeliverAsync(second with { Database = first.Database })
        );

        Assert.Equal(Constants.NotAllowed, refused.ShutdownReason!.ReplyCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await AskAsync(second.Secret, "api/users")).StatusCode);
    }

    [ServerFact(Package, Package)]
    public async Task Script_RunAgain_ChangesNothing()
    {
        var again = await server.ProvisionAsync("again");
        await using var connection = await Open(again).CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        await channel.QueueDeclareAsync("kept", durable: true, exclusive: false, autoDelete: false);
        await channel.BasicPublishAsync("", "kept", "text"u8.ToArray());
        var before = await ReadAsync("api/permissions");

        await server.ProvisionAllAsync(again);

        Assert.Equal(before, await ReadAsync("api/permissions"));
        Assert.Contains("\"vhost\":\"again\"", before);
        Assert.Equal("text", Encoding.UTF8.GetString((await channel.BasicGetAsync("kept", autoAck: true))!.Body.Span));
    }

    [ServerFact(Package, Package)]
    public async Task Script_WithANewPassword_LetsOnlyThatIn()
    {
        var rotated = await server.ProvisionAsync("rotated");
        var old = Open(rotated);
        server.Secrets.Set(rotated.Secret, "rotated");

        await server.ProvisionAllAsync(rotated);

        var refused = await Assert.ThrowsAsync<BrokerUnreachableException>(() => DeliverAsync(old));
        Assert.IsType<AuthenticationFailureException>(refused.InnerException);
        Assert.Equal("rotated", await DeliverAsync(rotated));
    }

    [ServerFact(Package, Package)]
    public async Task Rotation_LetsBothUsersIn_ThenOnlyTheSecond_WhichHasEverything()
    {
        var first = await server.ProvisionAsync("turning");
        await using var connected = await Open(first).CreateConnectionAsync();
        await using (var channel = await connected.CreateChannelAsync())
        {
            await channel.QueueDeclareAsync("kept", durable: true, exclusive: false, autoDelete: false);
            await channel.BasicPublishAsync("", "kept", "text"u8.ToArray());
        }

        var second = server.Rotate(first, 1);
        await server.ProvisionAllAsync(second, first);
        Assert.Equal("turning", await DeliverAsync(first));
        Assert.Equal("turning", await DeliverAsync(second));
        var closed = new TaskCompletionSource();
        connected.ConnectionShutdownAsync += (_, _) =>
        {
            closed.TrySetResult();
            return Task.CompletedTask;
        };

        await server.RetireAsync([second], "turning");

        await closed.Task.WaitAsync(TimeSpan.FromMinutes(1));
        await Assert.ThrowsAsync<BrokerUnreachableException>(() => DeliverAsync(first));
        await using var later = await Open(second).CreateConnectionAsync();
        await using var reader = await later.CreateChannelAsync();
        Assert.Equal("text", Encoding.UTF8.GetString((await reader.BasicGetAsync("kept", autoAck: true))!.Body.Span));
    }

    [ServerFact(Package, Package)]
    public async Task Script_WithAnyNames_QuotesThem()
    {
        var odd = server.Connect("odd", """d "b"; ' $(id) `id` \ %2F / ü""");
        server.Secrets.Set("odd", """u "s"; ' $HOME \ é""", """p 'w"; $(id) \ ß""");

        await server.ProvisionAllAsync(odd, odd);

        var factory = new ConnectionFactory
        {
            HostName = "127.0.0.1",
            Port = server.Port,
            UserName = server.Secrets.Read("odd", "username"),
            Password = server.Secrets.Read("odd", "password"),
            VirtualHost = odd.Database!,
        };
        Assert.Equal(odd.Database, await DeliverAsync(factory));
    }

    [ServerFact(Package, Package)]
    public async Task Script_TellsNoPassword()
    {
        var result = await server.ProvisionAsync(server.Draw("quiet", "quiet"));

        Assert.Contains("-An", server.RecordedArguments);
        foreach (var password in server.Untold("quiet"))
        {
            Assert.DoesNotContain(password, result.Output);
            Assert.DoesNotContain(password, server.RecordedArguments);
            Assert.DoesNotContain(password, server.Log);
        }
    }

    [ServerFact(Package, Package)]
    public async Task Script_WithAWrongPassword_Fails()
    {
        var refused = server.Draw("refused", "refused");
        server.Secrets.Set("Rabbitmq-admin", server.Administrator.Name);

        var result = await server.ProvisionAsync(refused);

        server.Secrets.Set("Rabbitmq-admin", server.Administrator.Name, server.Administrator.Password);
        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains("401", result.Output);
    }

    private ConnectionFactory Open(StoreConnection connection) => new() { Uri = new Uri(server.GetEnvironment(connection)["AMQP_URL"]) };

    private Task<string> DeliverAsync(StoreConnection connection) => DeliverAsync(Open(connection));

    /// <summary>Sends a message with the name of the virtual host through a queue of its own, and returns what arrives.</summary>
    private static async Task<string> DeliverAsync(ConnectionFactory factory)
    {
        await using var connection = await factory.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        var queue = await channel.QueueDeclareAsync();
        await channel.BasicPublishAsync("", queue.QueueName, Encoding.UTF8.GetBytes(factory.VirtualHost));
        BasicGetResult? message;
        do
        {
            message = await channel.BasicGetAsync(queue.QueueName, autoAck: true);
        } while (message is null);

        return Encoding.UTF8.GetString(message.Body.Span);
    }

    private async Task<string> ReadAsync(string path)
    {
        using var answer = await AskAsync("Rabbitmq-admin", path);
        return await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync();
    }

    private async Task<HttpResponseMessage> AskAsync(string secret, string path)
    {
        var credentials = $"{server.Secrets.Read(secret, "username")}:{server.Secrets.Read(secret, "password")}";
        using var client = new HttpClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Basic",
            Convert.ToBase64String(Encoding.UTF8.GetBytes(credentials))
        );
        return await client.GetAsync($"http://127.0.0.1:{server.ManagementPort}/{path}");
    }
}
