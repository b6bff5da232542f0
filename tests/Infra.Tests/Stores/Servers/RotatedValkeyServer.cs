namespace Infra.Tests.Stores.Servers;

/// <summary>Valkey while its services go over to another password.</summary>
public sealed class RotatedValkeyServer : ValkeyServer
{
    private protected override string? FormerSecret => "former";
}
