using Infra.Simulator.Api;
using Infra.Simulator.Hosting;
using Infra.Simulator.Objects;
using Infra.Simulator.Operators;

namespace Infra.Simulator.Tests.Operators;

public class OperatorDefinitionsTests
{
    public static TheoryData<string> Names => [.. OperatorDefinitions.All.Select(definitions => definitions.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Create_Definitions_AreEstablished(string name)
    {
        var client = new InMemoryCluster(TimeProvider.System, new IdentitySource(1)).Client;
        var definitions = OperatorDefinitions.All.Single(candidate => candidate.Name == name);

        foreach (var definition in definitions.Create())
        {
            var created = client.Create(GroupResource.CustomResourceDefinitions, definition);
            Assert.True(client.Get(GroupResource.CustomResourceDefinitions, "", created.Name).Status.HasCondition("Established"));
        }

        Assert.Matches(@"^\d+\.\d+\.\d+$", definitions.Version);
    }

    [Theory]
    [InlineData("postgresql.cnpg.io/v1", "Cluster", "clusters.postgresql.cnpg.io")]
    [InlineData("rabbitmq.com/v1beta1", "Vhost", "vhosts.rabbitmq.com")]
    [InlineData("kafka.strimzi.io/v1", "KafkaNodePool", "kafkanodepools.kafka.strimzi.io")]
    [InlineData("external-secrets.io/v1", "ExternalSecret", "externalsecrets.external-secrets.io")]
    public void Find_Kind_ReturnsItsDefinition(string apiVersion, string kind, string name) =>
        Assert.Equal(name, OperatorDefinitions.Find(apiVersion, kind).Text("metadata", "name"));

    [Theory]
    [InlineData("external-secrets.io/v1beta1", "ExternalSecret")]
    [InlineData("postgresql.cnpg.io/v1", "Kafka")]
    public void Find_VersionOrKindThatIsNotServed_ReturnsNull(string apiVersion, string kind) =>
        Assert.Null(OperatorDefinitions.Find(apiVersion, kind));
}
