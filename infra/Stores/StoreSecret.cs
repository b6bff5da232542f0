using System.Text;
using Infra.Backend.Planning.Stores;
using Infra.Backend.Planning.Stores.Operators;
using Infra.Backend.Settings;
using Infra.Common;
using Pulumi;
using Pulumi.Kubernetes.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;
using Pulumi.Utilities;

namespace Infra.Backend.Stores;

/// <summary>
/// A Secret with a user's name and a password. Each run of the program draws a password, but only that of the run which creates the Secret
/// is used: later runs ignore the change and keep the one in the state. If the state has lost the Secret, <c>infra</c> takes over the one
/// in the cluster; Pulumi does with <c>adopt</c>.
/// </summary>
internal static class StoreSecret
{
    private const string UsernameKey = StoreKeySettings.UsernameDefault;
    private const string PasswordKey = StoreKeySettings.PasswordDefault;

    /// <summary>
    /// Creates the Secret. That of the administrator stays as long as the data, because the server reads it on an empty volume only; a
    /// shared password, which the server reads at each start, does not. A service may stop using the store; it gets another password when
    /// it returns.
    /// </summary>
    public static Secret Create(
        DrawnCredential credential,
        StorePlan store,
        StoreMetadata metadata,
        ProviderResource provider,
        Resource record
    ) =>
        new(
            IsAdministrator(credential) ? metadata.DataName(credential.Secret) : metadata.ResourceName(credential.Secret),
            new SecretArgs
            {
                Metadata = metadata.Create(credential.Secret),
                Type = store.Operator is null ? "Opaque" : "kubernetes.io/basic-auth",
                // Assigning a map joins it: the unknown password of a preview would make all of it unknown, and no part could be ignored.
                Data = { [UsernameKey] = Output.CreateSecret(Encode(credential.Username)), [PasswordKey] = Output.CreateSecret(Draw()) },
            },
            new CustomResourceOptions
            {
                Provider = provider,
                DependsOn = record,
                Protect = credential.StaysWithData && store.Settings.Data == StoreData.Protected,
                RetainOnDelete = credential.StaysWithData && store.Settings.Data == StoreData.Retained,
                IgnoreChanges = { $"data.{PasswordKey}" },
                ImportId = store.Settings.Adopt ? metadata.Identify(credential.Secret) : null,
                Aliases =
                    IsAdministrator(credential) ? metadata.DataAliases(credential.Secret)
                    : credential.EarlierSecret is { } earlier ? [new Alias { Name = metadata.ResourceName(earlier) }]
                    : [],
            }
        );

    /// <summary>Creates a Secret with the credentials of a bucket under the names that operators of databases read.</summary>
    public static Secret CreateForAws(Secret drawn, StorePlan store, StoreMetadata metadata, ProviderResource provider) =>
        new(
            metadata.ResourceName(StoreNames.AwsSecret(store.Name)),
            new SecretArgs
            {
                Metadata = metadata.Create(StoreNames.AwsSecret(store.Name)),
                Type = "Opaque",
                Data = drawn.Data.Apply(data => new Dictionary<string, string>
                {
                    [PerconaBackups.AccessKeyKey] = data[UsernameKey],
                    [PerconaBackups.SecretKeyKey] = data[PasswordKey],
                }),
            },
            new CustomResourceOptions { Provider = provider }
        );

    private static bool IsAdministrator(DrawnCredential credential) => credential.Service is null;

    /// <summary>A preview draws nothing, so that a saved plan allows the password of the update.</summary>
    private static Output<string> Draw() =>
        Deployment.Instance.IsDryRun ? OutputUtilities.CreateUnknown("") : Output.Create(Encode(DrawnPassword.Create()));

    /// <summary>As the API stores it. The provider would encode <c>stringData</c> itself, but not the unknown one of a preview.</summary>
    private static string Encode(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
