{{/* Variables of the API server. */}}
{{- define "synod.apiServerEnv" -}}
- name: SYNOD_HTTP_HOST
  value: "0.0.0.0"
- name: SYNOD_HTTPS_PORT
  value: "7443"
- name: SYNOD_TLS_CERT
  value: /etc/synod/tls/tls.crt
- name: SYNOD_TLS_KEY
  value: /etc/synod/tls/tls.key
- name: SYNOD_DATA_DIR
  value: /var/lib/synod
- name: SYNOD_RAFT_PORT
  value: "7450"
- name: SYNOD_ISSUER
  value: {{ include "synod.issuer" . | quote }}
- name: SYNOD_IDENTITY_REALM_KEYS_URL
  value: {{ include "synod.realmUrl" . }}/protocol/openid-connect/certs
- name: SYNOD_K8S_ISSUER
  value: {{ .Values.serviceAccountIssuer.url | quote }}
- name: SYNOD_K8S_JWKS_URL
  value: {{ .Values.serviceAccountIssuer.keysUrl | quote }}
- name: SYNOD_K8S_JWKS_TOKEN_FILE
  value: /var/run/secrets/synod-cluster/token
- name: SYNOD_K8S_JWKS_CA_FILE
  value: /var/run/secrets/synod-cluster/ca.crt
- name: SYNOD_IDENTITY_CLUSTER_OPERATOR_ACCOUNT
  value: {{ .Release.Namespace }}:synod-operator
- name: SYNOD_IDENTITY_CLUSTER_WORKER_ACCOUNT
  value: {{ .Release.Namespace }}:synod-worker
- name: SYNOD_GOVERNANCE_SYSTEM_NAMESPACE
  value: {{ .Release.Namespace }}
- name: SYNOD_OPA_URL
  value: http://127.0.0.1:8181
- name: SYNOD_BUNDLE_PORT
  value: "7456"
{{- with .Values.postgresql }}
{{- if and .existingSecret (not .url) }}
{{- fail "Expected postgresql.url, such as jdbc:postgresql://HOST:5432/synod, beside postgresql.existingSecret, but it is empty" }}
{{- end }}
{{- if .url }}
- name: SYNOD_DB_URL
  value: {{ .url | quote }}
{{- range $variable, $key := dict "SYNOD_DB_USER" "username" "SYNOD_DB_PASSWORD" "password" }}
- name: {{ $variable }}
  valueFrom:
    secretKeyRef:
      name: {{ required "Expected postgresql.existingSecret, a Secret with the keys username and password, but it is empty" $.Values.postgresql.existingSecret }}
      key: {{ $key }}
{{- end }}
{{- end }}
{{- end }}
{{- with .Values.apiServer.audit }}
{{- if .keySecret }}
- name: SYNOD_AUDIT_KEY_FILE
  value: /etc/synod/audit/audit.key
{{- end }}
{{- if .payloadRetention }}
- name: SYNOD_AUDIT_PAYLOAD_RETENTION
  value: {{ .payloadRetention | quote }}
{{- end }}
{{- end }}
{{- include "synod.telemetryEnv" . }}
{{- end }}

{{/* Where traces go. */}}
{{- define "synod.telemetryEnv" -}}
{{- if .Values.collector.enabled }}
- name: OTEL_EXPORTER_OTLP_ENDPOINT
  value: http://synod-collector.{{ .Release.Namespace }}.svc:4317
{{- end }}
{{- end }}

{{/* Configuration of OPA. */}}
{{- define "synod.opa" -}}
services:
  synod:
    url: http://127.0.0.1:7456
bundles:
  synod:
    service: synod
    resource: bundles/synod.tar.gz
    polling:
      min_delay_seconds: 1
      max_delay_seconds: 2
      long_polling_timeout_seconds: 30
# So that it tells why it did not take a bundle.
status:
  prometheus: true
{{- end }}

{{/* OPA starts before the API server and ends after it. Only its health is reached from outside the pod. */}}
{{- define "synod.opaContainer" -}}
- name: opa
  image: {{ include "synod.image" (list . .Values.opa.image) }}
  imagePullPolicy: {{ .Values.opa.image.pullPolicy }}
  restartPolicy: Always
  args:
    - run
    - --server
    - --addr=127.0.0.1:8181
    - --diagnostic-addr=0.0.0.0:8282
    - --config-file=/etc/opa/opa.yaml
    - --log-level=error
    - --disable-telemetry
  securityContext:
    {{- include "synod.container" . | nindent 4 }}
  ports:
    - name: opa-health
      containerPort: 8282
  startupProbe:
    httpGet:
      path: /health
      port: opa-health
    periodSeconds: 1
    failureThreshold: 30
  livenessProbe:
    httpGet:
      path: /health
      port: opa-health
    periodSeconds: 10
    timeoutSeconds: 3
    failureThreshold: 3
  resources:
    {{- toYaml .Values.opa.resources | nindent 4 }}
  volumeMounts:
    - name: opa
      mountPath: /etc/opa
      readOnly: true
{{- end }}
