using Infra.Simulator.Api;
using Infra.Simulator.Objects;
using Infra.Simulator.Operators;

namespace Infra.Simulator.Hosting;

/// <summary>Installs the definitions of operators in a simulated cluster that another process serves.</summary>
/// <param name="client">Sends the requests.</param>
public sealed class OperatorAdministrator(AdministratorClient client)
{
    private const string Path = "apis/apiextensions.k8s.io/v1/customresourcedefinitions";

    /// <summary>Creates the definitions of an operator, or applies them to those that exist.</summary>
    /// <exception cref="StatusException">The cluster refuses a definition.</exception>
    /// <exception cref="HttpRequestException">The cluster does not answer.</exception>
    public async Task InstallAsync(OperatorDefinitions definitions, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(definitions);
        foreach (var definition in definitions.Create())
        {
            await client.SendAsync(
                HttpMethod.Patch,
                $"{Path}/{definition.Text("metadata", "name")}?fieldManager=infra&force=true",
                definition,
                "application/apply-patch+yaml",
                cancellationToken
            );
        }
    }
}
