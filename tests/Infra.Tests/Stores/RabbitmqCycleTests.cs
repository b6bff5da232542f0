using Infra.Tests.Stores.Servers;
using RabbitMQ.Client;

namespace Infra.Tests.Stores;

/// <summary>Backups of the definitions of RabbitMQ.</summary>
public sealed class RabbitmqCycleTests(RabbitmqServer server)
    : BackupCycleTests(server, new RabbitmqServer(), "rabbitmq"),
        IClassFixture<RabbitmqServer>
{
    [CycleFact("rclone and rabbitmq-server", "rabbitmq-server")]
    public Task Backup_ThatARotationOvertakes_GoesOnAsTheNextAdministrator() =>
        BackupThatARotationOvertakesGoesOnAsync("orders", "reports");

    [CycleFact("rclone and rabbitmq-server", "rabbitmq-server")]
    public Task Restore_AfterADrill_GivesTheQueuesOfEachVirtualHost() =>
        RestoreAfterDrillGivesTheSameAsync(
            "drill: 7d",
            ["/", "shop"],
            """{"shop":{"queues":2},"/":{"queues":0}}""",
            async live =>
            {
                await live.ProvisionAllAsync(live.Draw("web", "shop"));
                await using var connection = await ConnectAsync(live);
                await using var channel = await connection.CreateChannelAsync();
                await channel.QueueDeclareAsync("orders", durable: true, exclusive: false, autoDelete: false);
                await channel.QueueDeclareAsync("odd \"name\": ü", durable: true, exclusive: false, autoDelete: false);
            },
            async fresh =>
            {
                await fresh.ProvisionAllAsync(fresh.Draw("web", "shop"));
                await using var connection = await ConnectAsync(fresh);
                await using var channel = await connection.CreateChannelAsync();
                Assert.Equal(0u, (await channel.QueueDeclarePassiveAsync("odd \"name\": ü")).MessageCount);
            }
        );

    private static Task<IConnection> ConnectAsync(StoreServer server) =>
        new ConnectionFactory
        {
            HostName = "127.0.0.1",
            Port = server.Port,
            UserName = "web",
            Password = server.Secrets.Read("web", "password"),
            VirtualHost = "shop",
        }.CreateConnectionAsync();
}
