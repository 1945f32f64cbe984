{{/* Whether the certificate comes from elsewhere. */}}
{{- define "synod.ownTls" -}}
{{- if or .Values.apiServer.tls.existingSecret .Values.apiServer.tls.certManagerIssuer.name -}}true{{- end -}}
{{- end }}

{{/* Secret with the certificate. */}}
{{- define "synod.tlsSecret" -}}
{{- .Values.apiServer.tls.existingSecret | default "synod-api-server-tls" -}}
{{- end }}

{{/* Names under which the API server is reached, as JSON. */}}
{{- define "synod.tlsNames" -}}
{{- $service := printf "synod-api-server.%s" .Release.Namespace -}}
{{- $pods := printf "*.synod-api-server-replicas.%s" .Release.Namespace -}}
{{- $server := regexReplaceAll "^https://|:[0-9]+$" .Values.endpoints.server "" -}}
{{- $names := list "synod-api-server" $service (printf "%s.svc" $service) (printf "%s.svc.%s" $service .Values.clusterDomain) (printf "%s.svc" $pods) (printf "%s.svc.%s" $pods .Values.clusterDomain) "localhost" -}}
{{- concat $names (compact (list $server)) .Values.apiServer.tls.extraNames | uniq | toJson -}}
{{- end }}

{{/*
An authority and a certificate that the chart makes, as JSON with ca, certificate and key.
Made once in a rendering, for two objects need the same; an upgrade finds them in the cluster.
Takes (dict "root" $ "kept" DICT "secret" NAME "names" NAMES).
*/}}
{{- define "synod.made" -}}
{{- if not (hasKey .kept "made") -}}
{{- $present := lookup "v1" "Secret" .root.Release.Namespace .secret -}}
{{- if and $present (hasKey ($present.data | default dict) "ca.crt") -}}
{{- $_ := set .kept "made" (dict "ca" (index $present.data "ca.crt" | b64dec) "certificate" (index $present.data "tls.crt" | b64dec) "key" (index $present.data "tls.key" | b64dec)) -}}
{{- else -}}
{{- $authority := genCA .secret 3650 -}}
{{- $certificate := genSignedCert (first .names) (list "127.0.0.1") .names 3650 $authority -}}
{{- $_ := set .kept "made" (dict "ca" $authority.Cert "certificate" $certificate.Cert "key" $certificate.Key) -}}
{{- end -}}
{{- end -}}
{{- toJson .kept.made -}}
{{- end }}

{{/* The API server's, made. */}}
{{- define "synod.madeTls" -}}
{{- include "synod.made" (dict "root" $ "kept" .Values.apiServer.tls "secret" "synod-api-server-tls" "names" (include "synod.tlsNames" . | fromJsonArray)) -}}
{{- end }}

{{/* The webhook's, made. */}}
{{- define "synod.madeWebhookTls" -}}
{{- $service := printf "synod-operator-webhook.%s.svc" .Release.Namespace -}}
{{- include "synod.made" (dict "root" $ "kept" .Values.operator.webhook.tls "secret" "synod-operator-webhook-tls" "names" (list $service (printf "%s.%s" $service .Values.clusterDomain) "localhost")) -}}
{{- end }}

{{/* PEM of the authority that clients trust. */}}
{{- define "synod.authority" -}}
{{- if include "synod.ownTls" . -}}
{{- required "Expected apiServer.tls.caCertificate, the PEM of the authority that clients trust, but it is empty" .Values.apiServer.tls.caCertificate | trim -}}
{{- else -}}
{{- (include "synod.madeTls" . | fromJson).ca | trim -}}
{{- end -}}
{{- end }}

{{/* Secret with the webhook's certificate. */}}
{{- define "synod.webhookTlsSecret" -}}
{{- .Values.operator.webhook.tls.existingSecret | default "synod-operator-webhook-tls" -}}
{{- end }}

{{/* PEM of the authority by which the Kubernetes API knows the webhook. */}}
{{- define "synod.webhookAuthority" -}}
{{- if .Values.operator.webhook.tls.existingSecret -}}
{{- required "Expected operator.webhook.tls.caCertificate, the PEM of the authority that the Kubernetes API trusts, but it is empty" .Values.operator.webhook.tls.caCertificate | trim -}}
{{- else -}}
{{- (include "synod.madeWebhookTls" . | fromJson).ca | trim -}}
{{- end -}}
{{- end }}
